package ticketd.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import ticketd.ticket.Characters;
import ticketd.ticket.Limits;
import ticketd.ticket.Rating;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Spaces;

/** What a ticket's texts and tags must be, wherever in a request they stand. */
public final class FieldRules {
  /** Far more than a ticket's tags can make use of. */
  private static final int MAX_TAG_CHANGES = 256;

  private FieldRules() {}

  /** The title that {@code text} is without the spaces at its ends. */
  public static String title(String text) throws Refusal {
    checkNoTab(text);
    String title = Spaces.strip(text);
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
  public static void checkNoDirectionMark(String text) throws Refusal {
    int mark = Characters.indexOfDirectionMark(text);
    if (mark >= 0) {
      throw Refusal.badText(Text.DIRECTION_MARK_REFUSED, Characters.name(text.charAt(mark)));
    }
  }

  public static String description(String text) throws Refusal {
    checkLength(text);
    return text;
  }

  /** A comment says something: it holds a character that can be seen. */
  public static String comment(String text) throws Refusal {
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
  public static List<String> tags(List<String> named) throws Refusal {
    LinkedHashSet<String> tags = new LinkedHashSet<>();
    for (String tag : named) {
      tags.add(tag(tag));
    }
    if (tags.size() > Limits.MAX_TAGS) {
      throw Refusal.badRequest(Text.TOO_MANY_TAGS, tags.size(), Limits.MAX_TAGS);
    }
    return new ArrayList<>(tags);
  }

  public static String tag(String text) throws Refusal {
    if (!Limits.isTag(text)) {
      throw Refusal.badRequest(Text.TAG_MALFORMED, text);
    }
    return text;
  }

  /** The name that a query is kept under. */
  public static String savedName(String text) throws Refusal {
    if (!Limits.isTag(text)) {
      throw Refusal.badRequest(Text.SAVED_NAME_MALFORMED, text);
    }
    return text;
  }

  /** Refuses a request that adds and removes tags this many times in all. */
  public static void checkTagChanges(int changes) throws Refusal {
    if (changes > MAX_TAG_CHANGES) {
      throw Refusal.badRequest(Text.TOO_MANY_TAG_CHANGES, MAX_TAG_CHANGES);
    }
  }

  /**
   * A ticket's number, {@code #} before it or not; one too large for any ticket is {@link
   * Long#MAX_VALUE}.
   */
  public static long id(String word) throws Refusal {
    String digits = word.startsWith("#") ? word.substring(1) : word;
    long id = Numbers.clamped(digits);
    if (id < 1) {
      throw Refusal.badRequest(Text.ID_MALFORMED, word);
    }
    return id;
  }

  /** The value of {@code name}, a whole number of at least {@code least}. */
  public static long number(String name, String value, long least) throws Refusal {
    long number = Numbers.clamped(value);
    if (number < least) {
      throw Refusal.badRequest(Text.NUMBER_MALFORMED, name, value, least);
    }
    return number;
  }

  /** The same of a number of rows, which may be as large as is told by none. */
  public static OptionalInt limit(String name, String value) throws Refusal {
    return OptionalInt.of((int) Math.min(number(name, value, 1), Integer.MAX_VALUE));
  }

  /** One of the numbers of a rating. */
  public static int score(String word) throws Refusal {
    long score = Numbers.clamped(word);
    if (!Rating.isScore(score)) {
      throw Refusal.badRequest(Text.SCORE_MALFORMED, word, Rating.BEST);
    }
    return (int) score;
  }

  /** A request's key, without the {@code @} that a line begins with. */
  public static RequestKey key(String text) throws Refusal {
    if (!RequestKey.isValid(text)) {
      throw Refusal.badRequest(Text.KEY_MALFORMED, "@" + text);
    }
    return new RequestKey(text);
  }
}
