package ticketd.ticket;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a ticket's texts may hold. Over a limit is refused, never cut. */
public final class Limits {
  /** Code points. */
  public static final int MAX_TITLE = 256;

  /** Bytes of UTF-8, of a description or a comment. */
  public static final int MAX_TEXT_BYTES = 32_768;

  /** Tags a ticket. */
  public static final int MAX_TAGS = 16;

  /** Links a ticket, from both sides. */
  public static final int MAX_LINKS = 100;

  /** Words a query, with those of the saved queries that it names. */
  public static final int MAX_QUERY_WORDS = 64;

  private static final Pattern TAG = Pattern.compile("[a-z0-9][a-z0-9._-]{0,31}");

  private Limits() {}

  public static boolean isTag(String text) {
    return TAG.matcher(text).matches();
  }

  public static boolean isTitleLength(String title) {
    int chars = title.length();
    return chars <= MAX_TITLE || title.codePointCount(0, chars) <= MAX_TITLE;
  }

  public static boolean isTextLength(String text) {
    int chars = text.length();
    // A UTF-16 unit is at most three bytes of UTF-8.
    return chars * 3L <= MAX_TEXT_BYTES
        || text.getBytes(StandardCharsets.UTF_8).length <= MAX_TEXT_BYTES;
  }
}
