package ticketd.journal;

import java.util.List;
import ticketd.ticket.Comment;
import ticketd.ticket.Recorded;
import ticketd.ticket.Ticket;

/**
 * Reads any published record. Safe for any number of threads; never waits for a writer. Damage is a
 * {@link JournalException} of kind DAMAGED, never a wrong answer.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class JournalReader {
  private JournalReader() {}

  public StoredEvent event(long offset) {
    throw Skeleton.missing();
  }

  /** The ticket just after the event. */
  public Ticket ticket(StoredEvent event) {
    throw Skeleton.missing();
  }

  /** As of the event. */
  public String title(StoredEvent event) {
    throw Skeleton.missing();
  }

  /** As of the event. */
  public String description(StoredEvent event) {
    throw Skeleton.missing();
  }

  /** The {@code newest} latest comments as of the event, oldest first. */
  public List<Comment> comments(StoredEvent event, int newest) {
    throw Skeleton.missing();
  }

  /** The whole event, with what it replaced read from the ticket's event before. */
  public Recorded recorded(StoredEvent event) {
    throw Skeleton.missing();
  }

  /** Where the first event is; equal to {@link Journal#committed} while the store is empty. */
  public long first() {
    throw Skeleton.missing();
  }

  /** Where the event after the one at {@code offset} is, or the committed end after the last. */
  public long next(long offset) {
    throw Skeleton.missing();
  }
}
