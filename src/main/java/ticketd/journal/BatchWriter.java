package ticketd.journal;

import java.util.Optional;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Recorded;

/** Events on their way into the store, as the bytes they will be there. One thread at a time. */
@SuppressWarnings("DoNotCallSuggester")
public final class BatchWriter {
  private BatchWriter() {}

  /** The number the next event must have. */
  public long nextSeq() {
    throw Skeleton.missing();
  }

  /**
   * Adds an event, whose number must be {@link #nextSeq}.
   *
   * @param previous of the event's ticket just before, {@link Refs#NONE} for a filing
   * @return of the ticket just after: {@code previous} itself for a noop
   */
  public Refs add(Recorded event, Optional<KeyUse> key, Refs previous) {
    throw Skeleton.missing();
  }

  /** Where the event added last will be, 0 for none. */
  public long lastOffset() {
    throw Skeleton.missing();
  }

  public boolean isEmpty() {
    throw Skeleton.missing();
  }

  /** Events. */
  public int count() {
    throw Skeleton.missing();
  }

  public int bytes() {
    throw Skeleton.missing();
  }
}
