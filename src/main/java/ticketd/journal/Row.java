package ticketd.journal;

import java.nio.file.Path;
import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.RequestKey;

/**
 * An event as it is kept where the order is a table: the record's bytes, and beside them what is
 * asked of the table without reading them.
 */
public final class Row {
  private final StoredRecord event;
  private final byte[] record;

  private Row(StoredRecord event, byte[] record) {
    this.event = event;
    this.record = record;
  }

  /** Of a whole record at an offset. */
  static Row of(Path file, long offset, byte[] record, IdentityCache identities) {
    return new Row(StoredRecord.decode(file, offset, record, identities), record);
  }

  /**
   * Numbers of tickets have no gap either.
   *
   * @param tickets that were filed before
   * @return those that are with this one
   * @throws JournalException DAMAGED
   */
  long refuseUnlessNext(Path file, long tickets) {
    if (event instanceof StoredEvent ofTicket) {
      ofTicket.refuseUnlessNext(file, tickets);
      return tickets + (ofTicket.kind() == EventKind.FILED ? 1 : 0);
    }
    return tickets;
  }

  public long seq() {
    return event.seq();
  }

  /** The ticket's number, 0 for an event of the desk. */
  public long ticket() {
    return event instanceof StoredEvent ofTicket ? ofTicket.id() : 0;
  }

  /** The record's type. */
  public int kind() {
    return RecordDescriptor.type(record, 0);
  }

  public long atMillis() {
    return event instanceof StoredEvent ofTicket
        ? ofTicket.atMillis()
        : ((StoredDeskEvent) event).recorded().stamp().at().toEpochMilli();
  }

  /** The principal's key. */
  public String by() {
    return event.by().key();
  }

  /** Of the request. */
  public Optional<String> key() {
    return event.key().map(RequestKey::text);
  }

  /** The record's checksum, which the next one's begins with. */
  public int chain() {
    return event.checksum();
  }

  /** Without what aligns it; not to be changed. */
  public byte[] record() {
    return record;
  }
}
