package ticketd.store;

import ticketd.journal.JournalException;
import ticketd.journal.Turn;

/** What the journal child tells the store. */
sealed interface JournalReport extends StoreMessage {
  /** The turn that the child was to wait for. */
  record TurnBegun(Turn turn) implements JournalReport {}

  /** Somebody else holds the lock longer than the lock time-out; the child goes on waiting. */
  record LockHeldElsewhere() implements JournalReport {}

  /** The turn is over, and what became of its batch. */
  record Appended(Turn.Outcome outcome) implements JournalReport {}

  /**
   * The file shows everything that any process had committed when so many reads had come, of all
   * that ever came.
   */
  record Current(long upTo) implements JournalReport {}

  /** The turn that was to raise the format is over, whether or not it could. */
  record FormatLooked() implements JournalReport {}

  /** What others have committed cannot be known, for so many reads. */
  record NotCurrent(long upTo, JournalException cause) implements JournalReport {}

  /** The batch is not published; the turn is over. */
  record AppendFailed(JournalException cause) implements JournalReport {}

  /**
   * The child is about to fail and be restarted, but after a NEWER_FORMAT, which ends the store.
   */
  record Failed(JournalException cause) implements JournalReport {}

  /** The journal is open again. */
  record Reopened() implements JournalReport {}
}
