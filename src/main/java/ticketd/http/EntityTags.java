package ticketd.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Entity tags, and lists of them (RFC 9110, section 8.8.3). */
final class EntityTags {
  private static final Pattern TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

  private EntityTags() {}

  /** Whether {@code ifNoneMatch} is {@code *} or holds {@code tag}, a strong one, weak or not. */
  static boolean match(String ifNoneMatch, String tag) {
    if (ifNoneMatch.strip().equals("*")) {
      return true;
    }
    Matcher tags = TAG.matcher(ifNoneMatch);
    while (tags.find()) {
      if (tags.group(1).equals(tag)) {
        return true;
      }
    }
    return false;
  }
}
