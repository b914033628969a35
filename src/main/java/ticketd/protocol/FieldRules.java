package ticketd.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import ticketd.ticket.Characters;
import ticketd.ticket.Limits;

/** What a ticket's texts and tags must be, wherever in a request they stand. */
final class FieldRules {
  private FieldRules() {}

  /** The title that {@code text} is without the spaces at its ends. */
  static String title(String text) throws Refusal {
    checkNoTab(text);
    String title = stripSpaces(text);
    if (!Characters.hasVisible(title)) {
      throw Refusal.badRequest(Text.TITLE_EMPTY);
    }
    if (!Limits.isTitleLength(title)) {
      throw Refusal.badText(
          Text.TITLE_TOO_LONG, title.codePointCount(0, title.length()), Limits.MAX_TITLE);
    }
    return title;
  }

  static void checkNoTab(String title) throws Refusal {
    if (title.indexOf('\t') >= 0) {
      throw Refusal.badText(Text.TAB_IN_TITLE);
    }
  }

  /** For all that is neither a title nor a text. */
  static void checkNoDirectionMark(String text) throws Refusal {
    OptionalInt mark = text.chars().filter(Characters::isDirectionMark).findFirst();
    if (mark.isPresent()) {
      throw Refusal.badText(Text.DIRECTION_MARK_REFUSED, Characters.name(mark.getAsInt()));
    }
  }

  static String description(String text) throws Refusal {
    checkLength(text);
    return text;
  }

  /** A comment says something: it holds a character that can be seen. */
  static String comment(String text) throws Refusal {
    checkLength(text);
    if (!Characters.hasVisible(text)) {
      throw Refusal.badRequest(Text.COMMENT_EMPTY);
    }
    return text;
  }

  private static void checkLength(String text) throws Refusal {
    if (!Limits.isTextLength(text)) {
      throw Refusal.badText(
          Text.TEXT_TOO_LONG, text.getBytes(StandardCharsets.UTF_8).length, Limits.MAX_TEXT_BYTES);
    }
  }

  /** The set of tags that a list names; one named twice counts once. */
  static List<String> tags(List<String> named) throws Refusal {
    LinkedHashSet<String> tags = new LinkedHashSet<>();
    for (String tag : named) {
      tags.add(tag(tag));
    }
    if (tags.size() > Limits.MAX_TAGS) {
      throw Refusal.badRequest(Text.TOO_MANY_TAGS, tags.size(), Limits.MAX_TAGS);
    }
    return new ArrayList<>(tags);
  }

  static String tag(String text) throws Refusal {
    if (!Limits.isTag(text)) {
      throw Refusal.badRequest(Text.TAG_MALFORMED, text);
    }
    return text;
  }

  /** Without the spaces, U+0020, at its ends. */
  static String stripSpaces(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && text.charAt(from) == ' ') {
      from++;
    }
    while (to > from && text.charAt(to - 1) == ' ') {
      to--;
    }
    return text.substring(from, to);
  }
}
