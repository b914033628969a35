package ticketd.wire;

import java.util.Locale;

/** A member of a JSON object that says what a verb is to do. */
public enum Member {
  TITLE,
  DESCRIPTION,
  PRIORITY,
  TAGS,
  ASSIGNEE,
  STATUS,
  RESOLUTION,
  DUE,
  RATING,
  RESPONSIVENESS,
  COMPETENCE,
  SATISFACTION,
  TYPE,
  VERSION,
  TEXT,
  AUTHOR,
  CREATED_AT("createdAt"),
  CLOSED_AT("closedAt"),
  DUPLICATE_OF("duplicateOf"),
  ADD,
  REMOVE,
  NAME,
  TOKEN,
  PASSWORD,
  OLD,
  NEW,
  LABEL,
  EXPIRES,
  CAP,
  ROLE,
  ENABLED,

  // Of an item of a batch, beside what its verb takes.
  VERB,
  ID,
  /** In a batch, in the place of the id of another ticket. */
  OTHER,
  KEY,
  Q,

  /** What is kept under a name. */
  QUERY;

  private final String wireName;

  Member() {
    this.wireName = name().toLowerCase(Locale.ROOT);
  }

  Member(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  boolean mayHoldLineFeeds() {
    return this == DESCRIPTION || this == TEXT;
  }

  boolean mayHoldDirectionMarks() {
    return this == TITLE || this == Q || this == QUERY || isPassword() || mayHoldLineFeeds();
  }

  boolean isPassword() {
    return this == PASSWORD || this == OLD || this == NEW;
  }

  boolean mayBeNull() {
    return this == ASSIGNEE || this == DUE;
  }

  /** Whether it is a number, or a string that is one. */
  boolean isNumber() {
    return switch (this) {
      case ID, OTHER, DUPLICATE_OF, RATING, RESPONSIVENESS, COMPETENCE, SATISFACTION -> true;
      default -> false;
    };
  }

  boolean isList() {
    return this == TAGS || this == ADD || this == REMOVE;
  }
}
