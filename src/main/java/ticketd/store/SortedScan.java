package ticketd.store;

import ticketd.desk.Scan;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Ticket;

/**
 * LIST by last change or by priority: one pass over the index keeps the first {@code limit}
 * matches, a second lists them as they were when they matched, whatever changed since.
 */
final class SortedScan implements Scan<Ticket> {
  private static final int CLOCK_STRIDE = 1024;
  private static final int PRIORITY_SHIFT = 60;

  private final TicketIndex index;
  private final JournalReader reader;
  private final ListQuery query;
  private final IndexFilter filter;
  private final Candidates candidates;
  private final FirstOnes first;
  private final long lastId;
  private long next;

  /** Offsets of the events that matched, in order. */
  private long[] listed = new long[0];

  private int position = -1;

  /** The query's limit, present for these sorts, bounds the memory: 16 bytes a ticket listed. */
  SortedScan(TicketIndex index, JournalReader reader, ListQuery query, Candidates candidates) {
    this.index = index;
    this.reader = reader;
    this.query = query;
    this.filter = new IndexFilter(index, query.filter());
    this.candidates = candidates;
    this.first = new FirstOnes(query.limit().orElseThrow());
    this.next = filter.fromId();
    this.lastId = Math.min(index.lastId(), filter.toId());
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Ticket> sink) {
    if (position < 0 && select(deadlineNanos)) {
      return true;
    }
    while (position < listed.length) {
      boolean wantsMore = sink.accept(reader.ticket(reader.event(listed[position])));
      position++;
      if (!wantsMore || ((position & 31) == 0 && System.nanoTime() - deadlineNanos >= 0)) {
        break;
      }
    }
    return position < listed.length;
  }

  /** Returns whether there is more to select from. */
  private boolean select(long deadlineNanos) {
    int untilClock = CLOCK_STRIDE;
    for (; next <= lastId; next++) {
      next = candidates.from(next);
      if (next == Candidates.NONE || next > lastId) {
        break;
      }
      if (--untilClock <= 0) {
        untilClock = CLOCK_STRIDE;
        if (System.nanoTime() - deadlineNanos >= 0) {
          return true;
        }
      }
      if (!filter.mayMatch(next)) {
        continue;
      }
      long offset = index.offset(next);
      // A journal's offsets ascend as its sequence numbers do.
      long key =
          query.sort() == ListQuery.Sort.PRIORITY
              ? (long) index.priority(next).ordinal() << PRIORITY_SHIFT | next
              : offset;
      long rank = query.descending() ? -key : key;
      if (first.wouldKeep(rank) && matches(offset)) {
        first.offer(rank, offset);
      }
      untilClock -= query.filter().terms().isEmpty() ? 0 : 31;
    }
    listed = first.inOrder();
    position = 0;
    return false;
  }

  private boolean matches(long offset) {
    if (query.filter().terms().isEmpty()) {
      return true;
    }
    StoredEvent event = reader.event(offset);
    return Matching.matches(query.filter(), reader, event, reader.ticket(event));
  }
}
