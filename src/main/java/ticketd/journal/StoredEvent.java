package ticketd.journal;

import java.time.Instant;
import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Identity;
import ticketd.ticket.RequestKey;

/** One event as it is stored: verified, immutable, its fields decoded when asked for. */
@SuppressWarnings("DoNotCallSuggester")
public final class StoredEvent {
  private StoredEvent() {}

  /** Absolute offset of its record. */
  public long offset() {
    throw Skeleton.missing();
  }

  /** The event's own number, a noop's included. */
  public long seq() {
    throw Skeleton.missing();
  }

  /** The ticket's. */
  public long id() {
    throw Skeleton.missing();
  }

  public EventKind kind() {
    throw Skeleton.missing();
  }

  public int statusOrdinal() {
    throw Skeleton.missing();
  }

  public int priorityOrdinal() {
    throw Skeleton.missing();
  }

  public boolean hasAssignee() {
    throw Skeleton.missing();
  }

  /** {@link #nameHash} of the author's key. */
  public int authorHash() {
    throw Skeleton.missing();
  }

  /** {@link #nameHash} of the assignee's key, 0 for none. */
  public int assigneeHash() {
    throw Skeleton.missing();
  }

  /** The {@link #tagSignature(String)} of all its tags, or-ed; 0 without tags. */
  public int tagSignature() {
    throw Skeleton.missing();
  }

  public static int nameHash(String identityKey) {
    throw Skeleton.missing();
  }

  /** One bit: a ticket that has the tag has the bit in its signature. */
  public static int tagSignature(String tag) {
    throw Skeleton.missing();
  }

  public Instant at() {
    throw Skeleton.missing();
  }

  public Identity by() {
    throw Skeleton.missing();
  }

  public Optional<RequestKey> key() {
    throw Skeleton.missing();
  }

  public Optional<Fingerprint> fingerprint() {
    throw Skeleton.missing();
  }

  /** {@link #keyHash(Identity, RequestKey)} of the principal and the key; 0 without a key. */
  public long keyHash() {
    throw Skeleton.missing();
  }

  /** Well mixed, never 0. */
  public static long keyHash(Identity by, RequestKey key) {
    throw Skeleton.missing();
  }

  /**
   * Of the ticket just after the event: what the next event of the ticket is written with. A noop
   * leaves the ticket's refs as they were.
   */
  public Refs refs() {
    throw Skeleton.missing();
  }

  /** The ticket's event before, 0 for a filing; of a noop the ticket's newest event. */
  public long previousOffset() {
    throw Skeleton.missing();
  }

  /** Whether its batch ends with it. */
  public boolean endsBatch() {
    throw Skeleton.missing();
  }

  /** The comment this event added. */
  public Optional<String> comment() {
    throw Skeleton.missing();
  }
}
