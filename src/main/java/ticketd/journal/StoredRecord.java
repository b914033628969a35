package ticketd.journal;

import java.nio.file.Path;
import java.util.Optional;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.Identity;
import ticketd.ticket.RequestKey;

/** An event as it is stored, of a ticket or of the desk: verified, immutable. */
public abstract sealed class StoredRecord permits StoredEvent, StoredDeskEvent {
  StoredRecord() {}

  /**
   * The event in a record whose checksum is right.
   *
   * @param record exactly its bytes; never changed from now on
   * @throws JournalException NEWER_FORMAT, or DAMAGED where they are not what the descriptors say
   */
  static StoredRecord decode(Path file, long offset, byte[] record, IdentityCache identities) {
    return RecordDescriptor.type(record, 0) == RecordDescriptor.DESK
        ? StoredDeskEvent.decode(file, offset, record, identities)
        : StoredEvent.decode(file, offset, record, identities);
  }

  /** Absolute offset of its record. */
  public abstract long offset();

  /** The event's own number. */
  public abstract long seq();

  /** Whoever did it. */
  public abstract Identity by();

  /** Of the request. */
  public abstract Optional<RequestKey> key();

  /** Of what the key was used for. */
  public abstract Optional<Fingerprint> fingerprint();

  /** {@link StoredEvent#keyHash(Identity, RequestKey)} of the two; 0 without a key. */
  public abstract long keyHash();

  /** Of its record; it rests on that of every record before. */
  public abstract int checksum();

  /** Whether its batch ends with it. */
  public abstract boolean endsBatch();
}
