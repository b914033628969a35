package ticketd.store;

import ticketd.journal.JournalReader;
import ticketd.journal.StoredRecord;

/** Reads the log's records by number, one after the other at little cost. One thread at a time. */
final class RecordWalk {
  private final SeqIndex changes;
  private final JournalReader reader;
  private long seq;

  /** Of the record with number {@link #seq}; 0 until one was read. */
  private long offset;

  RecordWalk(SeqIndex changes, JournalReader reader) {
    this.changes = changes;
    this.reader = reader;
  }

  /** The record with this number, which must exist. */
  StoredRecord record(long wanted) {
    StoredRecord record = reader.record(offsetOf(wanted), wanted);
    seq = wanted;
    offset = record.offset();
    return record;
  }

  private long offsetOf(long wanted) {
    if (offset != 0 && wanted == seq + 1) {
      return reader.next(offset);
    }
    long at = SeqIndex.nearestKnown(wanted);
    long found = changes.offsetOfNearest(wanted);
    for (; at < wanted; at++) {
      found = reader.next(found);
    }
    return found;
  }
}
