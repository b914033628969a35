package ticketd.store;

import ticketd.desk.Feed;
import ticketd.desk.Watched;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.ticket.EventKind;
import ticketd.ticket.TicketQuery;

/** Finds, from a position in the log of changes on, those that match before or after. */
final class ChangeScan implements Feed {
  private static final int CLOCK_STRIDE = 32;

  private final StoreIndex index;
  private final JournalReader reader;
  private final RecordWalk walk;
  private final Reads reads;
  private final TicketQuery query;
  private final Sight sight;
  private long seq;

  ChangeScan(StoreIndex index, JournalReader reader, Reads reads, TicketQuery query, long after) {
    this.index = index;
    this.reader = reader;
    this.walk = new RecordWalk(index.changes(), reader);
    this.reads = reads;
    this.query = query;
    this.sight = Sight.ofAll(index, reader);
    this.seq = after;
  }

  @Override
  public long seq() {
    return seq;
  }

  @Override
  public boolean isBehind() {
    return seq < index.changes().lastSeq();
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Watched> sink) {
    return reads.read(() -> goOn(deadlineNanos, sink));
  }

  private boolean goOn(long deadlineNanos, Sink<Watched> sink) {
    int untilClock = CLOCK_STRIDE;
    while (isBehind()) {
      StoredRecord record = walk.record(seq + 1);
      boolean wantsMore = !isChange(record) || show((StoredEvent) record, sink);
      // Only now: a change that was not read, or not taken, must not have been passed.
      seq = record.seq();
      if (!wantsMore) {
        break;
      }
      if (--untilClock == 0) {
        untilClock = CLOCK_STRIDE;
        if (System.nanoTime() - deadlineNanos >= 0) {
          break;
        }
      }
    }
    return isBehind();
  }

  /** What is of no ticket, or holds but an answer, is shown to nobody. */
  private static boolean isChange(StoredRecord record) {
    return record instanceof StoredEvent event && event.kind() != EventKind.NOOP;
  }

  /** Returns whether another one is wanted. */
  private boolean show(StoredEvent event, Sink<Watched> sink) {
    boolean matches = matches(event);
    return (!matches && !matchedBefore(event))
        || sink.accept(new Watched(reader.recorded(event), matches));
  }

  private boolean matchedBefore(StoredEvent event) {
    return event.kind() != EventKind.FILED
        && matches(reader.event(event.previousOffset()), event.offset() - 1);
  }

  private boolean matches(StoredEvent event) {
    return query.terms().isEmpty()
        || matches(
            event.isOfTicket() ? event : reader.event(event.previousOffset()), event.offset());
  }

  /** As the event left the ticket, with the notes that there were at the offset {@code upTo}. */
  private boolean matches(StoredEvent event, long upTo) {
    return query.terms().isEmpty()
        || Matching.matches(query, index, sight, reader, event, reader.ticket(event), upTo);
  }
}
