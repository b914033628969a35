package ticketd.postgres;

/** Told what a node's log met. Every method may be called by any of its threads, and returns. */
public interface DeskListener {
  /** The database answered to an append, after so long. */
  default void appended(long nanos) {}

  /** Somebody else had appended: what was decided is decided again. */
  default void lost() {}

  /** The database answered to a read's question, after so long. */
  default void asked(long nanos) {}

  /** A connection was made, in place of one that failed where {@code again}. */
  default void connected(boolean again) {}

  /** It is not known whether a batch is stored. */
  default void inDoubt() {}

  /** How far the database's clock is ahead of this host's. */
  default void skew(long millis) {}

  /** Takes no notice. */
  static DeskListener none() {
    return new DeskListener() {};
  }
}
