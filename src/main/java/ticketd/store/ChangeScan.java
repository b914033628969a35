package ticketd.store;

import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.EventKind;
import ticketd.ticket.Recorded;
import ticketd.ticket.TicketQuery;

/**
 * A position in the log of changes: finds what came after it and matches, and stands at the end
 * until more is stored. It is all that a watch costs.
 */
public final class ChangeScan implements Scan<Recorded> {
  private static final int CLOCK_STRIDE = 32;

  private final StoreIndex index;
  private final JournalReader reader;
  private final TicketQuery query;
  private long seq;

  /** Of the record with number {@link #seq}; 0 until it was looked up. */
  private long offset;

  ChangeScan(StoreIndex index, JournalReader reader, TicketQuery query, long after) {
    this.index = index;
    this.reader = reader;
    this.query = query;
    this.seq = after;
  }

  /** The number of the last change that was passed. */
  public long seq() {
    return seq;
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Recorded> sink) {
    int untilClock = CLOCK_STRIDE;
    while (seq < index.changes().lastSeq()) {
      StoredEvent event = reader.event(offsetOfNext());
      seq = event.seq();
      offset = event.offset();
      if (event.kind() != EventKind.NOOP && matchesBeforeOrAfter(event)) {
        if (!sink.accept(reader.recorded(event))) {
          break;
        }
      }
      if (--untilClock == 0) {
        untilClock = CLOCK_STRIDE;
        if (System.nanoTime() - deadlineNanos >= 0) {
          break;
        }
      }
    }
    return seq < index.changes().lastSeq();
  }

  private long offsetOfNext() {
    if (offset != 0) {
      return reader.next(offset);
    }
    long at = SeqIndex.nearestKnown(seq + 1);
    long found = index.changes().offsetOfNearest(seq + 1);
    for (; at < seq + 1; at++) {
      found = reader.next(found);
    }
    return found;
  }

  private boolean matchesBeforeOrAfter(StoredEvent event) {
    if (query.terms().isEmpty() || Matching.matches(query, reader, event, reader.ticket(event))) {
      return true;
    }
    if (event.kind() == EventKind.FILED) {
      return false;
    }
    StoredEvent before = reader.event(event.previousOffset());
    return Matching.matches(query, reader, before, reader.ticket(before));
  }
}
