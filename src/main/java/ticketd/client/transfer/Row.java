package ticketd.client.transfer;

/** What a source holds at one place. */
public sealed interface Row {
  /** A ticket. */
  record Read(SourceTicket ticket) implements Row {}

  /**
   * Something that is none.
   *
   * @param row its place, from 1
   * @param flaw what is wrong with it
   * @param detail what that sentence names
   */
  record Unreadable(long row, Flaw flaw, String detail) implements Row {}

  /** What can be wrong. */
  enum Flaw {
    NOT_JSON,
    NO_TITLE,
    NO_TIME,
    NO_STATUS,
    NO_PRIORITY,
    NO_RESOLUTION,
    TOO_FEW_COLUMNS,
    QUOTE_UNFINISHED,
    LINE_TOO_LONG,
    /** Nothing is read behind it. */
    OBJECT_TOO_LONG,
    /** Likewise. */
    TOO_LONG
  }
}
