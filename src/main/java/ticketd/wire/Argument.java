package ticketd.wire;

import java.util.List;
import java.util.stream.Stream;

/** What may stand behind a verb on its line. */
public enum Argument {
  TICKET(List.of()),
  TICKET_OR_NEXT(List.of("NEXT")),
  NAME(List.of()),
  ASSIGNEE(List.of("me", "-")),
  STATUS(Allowed.STATUSES),
  RESOLUTION(Allowed.RESOLUTIONS),
  PRIORITY(Allowed.PRIORITIES),
  /** What a ticket is to another one. */
  LINK(Allowed.LINKS),
  /** 1 to 5, once or three times. */
  RATING(List.of()),
  /** The name of a query that is kept. */
  SAVED(List.of()),
  /** When something is due. */
  WHEN(List.of("-")),
  LANGUAGE(Allowed.LANGUAGES),
  FORMAT(Allowed.FORMATS),
  VERB(List.of()),
  TOKEN_ACTION(List.of("NEW", "LIST", "REVOKE")),
  USER_ACTION(List.of("ADD", "LIST", "DISABLE", "ENABLE", "ROLE", "PASSWD")),
  /** The rest of the line. */
  TEXT(List.of()),
  /** The rest of the line, an object of the verb's {@link Verb#members}. */
  JSON(List.of()),
  /** All other words. */
  TAG_CHANGES(List.of()),
  /** All other words. */
  PAGE(List.of("after:", "limit:")),
  /** All other words: a filter. */
  FILTER(before(List.of())),
  /** All other words: a filter that is kept. */
  QUERY(Qualifiers.IN_SAVED.stream().map(name -> name + ":").toList()),
  /** All other words: a filter, and the order and size of what is listed. */
  LISTING(before(Qualifiers.ONLY_LIST)),
  /** All other words: a range of days, what to group by, and a filter. */
  REPORTED(before(List.of("by"))),
  /** All other words: a filter, and where to begin. */
  WATCHED(before(Qualifiers.ONLY_WATCH));

  // Made unmodifiable below, which its type does not say.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> words;

  Argument(List<String> words) {
    this.words = List.copyOf(words);
  }

  /** The qualifiers of every query and {@code more}, as they stand before their values. */
  private static List<String> before(List<String> more) {
    return Stream.concat(Qualifiers.FILTERS.stream(), more.stream())
        .map(name -> name + ":")
        .toList();
  }

  /** The words of ours that it may be, or begin with where they end in a colon. */
  public List<String> words() {
    return words;
  }

  /** Whether it is not one word but all that are left. */
  public boolean takesTheRest() {
    return switch (this) {
      case TEXT, JSON, TAG_CHANGES, PAGE, FILTER, QUERY, LISTING, REPORTED, WATCHED -> true;
      default -> false;
    };
  }

  /** Whether a title, a text or words looked for in them may stand in it. */
  boolean holdsTexts() {
    return switch (this) {
      case TEXT, JSON, FILTER, QUERY, LISTING, REPORTED, WATCHED -> true;
      default -> false;
    };
  }
}
