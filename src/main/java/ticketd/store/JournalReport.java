package ticketd.store;

import ticketd.journal.JournalException;

/** What the journal child tells the store. */
sealed interface JournalReport extends StoreMessage {
  /** The writer's lock is held by this process. */
  record Locked() implements JournalReport {}

  /** Somebody else holds the lock longer than the lock time-out; the child goes on waiting. */
  record LockHeldElsewhere() implements JournalReport {}

  /** The batch is stored and published; the lock is free. */
  record Appended() implements JournalReport {}

  /** The batch is not published; the lock is free. */
  record AppendFailed(JournalException cause) implements JournalReport {}

  /**
   * The child is about to fail and be restarted, but after a NEWER_FORMAT, which ends the store.
   */
  record Failed(JournalException cause) implements JournalReport {}

  /** The journal is open again. */
  record Reopened() implements JournalReport {}
}
