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
  VERSION,
  TEXT,
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

  // Of an item of a batch, beside what its verb takes.
  VERB,
  ID,
  KEY,
  Q;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  boolean mayHoldLineFeeds() {
    return this == DESCRIPTION || this == TEXT;
  }

  boolean mayHoldDirectionMarks() {
    return this == TITLE || this == Q || isPassword() || mayHoldLineFeeds();
  }

  boolean isPassword() {
    return this == PASSWORD || this == OLD || this == NEW;
  }

  boolean isList() {
    return this == TAGS || this == ADD || this == REMOVE;
  }
}
