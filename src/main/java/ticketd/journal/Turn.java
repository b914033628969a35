package ticketd.journal;

/** An attempt to append to the one order. One thread at a time. */
public interface Turn extends AutoCloseable {
  /** What became of a batch. */
  enum Outcome {
    /** It is part of the order, the replica shows it, and its position is behind it. */
    STORED,
    /**
     * Somebody else has appended: nothing of it is stored, now or later. What it was decided on is
     * no longer the end of the order: end the turn, catch up and decide again in another.
     */
    BEHIND
  }

  /**
   * An empty batch that begins where the replica has caught up to, which must be all that it shows.
   * The batch before it must not be used any more.
   */
  BatchWriter batch();

  /**
   * Whether {@link #append} waits, for a disk or a network, and so must not be called in an actor.
   */
  boolean waits();

  /**
   * Appends the batch given out last. Needed where the batch is empty, too: it tells whether what
   * was decided without storing anything was decided on the end of the order.
   *
   * @throws JournalException FULL, IO or NEWER_FORMAT: nothing of it is stored, now or later;
   *     SYNC_FAILED: that is not known. In any case nothing was published.
   */
  Outcome append();

  /**
   * Makes the order take what version 1.0 of this program would not know, durably, if no other
   * process uses it, or does nothing. Waits, and so must not be called in an actor.
   *
   * @throws JournalException IO, after which nothing can be appended before a {@link
   *     SharedLog#reopen}
   */
  default void raiseFormat() {}

  /**
   * Whether no other process uses the order, nor can begin to before the turn ends. Where the order
   * has no such thing, whether it may be taken for that.
   */
  default boolean isAlone() {
    return true;
  }

  /** Ends the turn. What was appended stands, whatever fails here. May be repeated. */
  @Override
  void close();
}
