package ticketd.store;

import ticketd.desk.Scan;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Ticket;

/**
 * LIST by last change, by priority or by when they are due: one pass over the index keeps the first
 * {@code limit} matches, a second lists them as they were when they matched, whatever changed
 * since.
 */
final class SortedScan implements Scan<Ticket> {
  private static final int CLOCK_STRIDE = 1024;

  private final StoreIndex store;
  private final Sight sight;
  private final TicketIndex index;
  private final JournalReader reader;
  private final ListQuery query;
  private final Listed tickets;
  private final IndexFilter filter;
  private final Candidates candidates;
  private final FirstOnes first;
  private final long lastId;
  private long next;

  /** Offsets of the events that matched, in order. */
  private long[] listed = new long[0];

  /** The ids of their tickets, with a minus sign where the listing descends. */
  private long[] ties = new long[0];

  private int position = -1;

  /** The query's limit, present for these sorts, bounds the memory: 32 bytes a ticket listed. */
  SortedScan(
      StoreIndex store, Sight sight, JournalReader reader, ListQuery query, Candidates candidates) {
    this.store = store;
    this.sight = sight;
    this.index = store.tickets();
    this.reader = reader;
    this.query = query;
    this.tickets = new Listed(store, sight, reader, query);
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
      boolean wantsMore = sink.accept(tickets.get(Math.abs(ties[position]), listed[position]));
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
      long rank = rank(next, offset);
      long tie = query.descending() ? -next : next;
      if (first.wouldKeep(rank, tie) && matches(offset)) {
        first.offer(rank, tie, offset);
      }
      untilClock -= query.filter().terms().isEmpty() ? 0 : 31;
    }
    listed = first.inOrder();
    ties = first.tiesInOrder();
    position = 0;
    return false;
  }

  private long rank(long id, long offset) {
    long key =
        switch (query.sort()) {
          case PRIORITY -> index.priority(id).ordinal();
          case DUE -> index.dueMillis(id);
          // A journal's offsets ascend as its sequence numbers do.
          default -> offset;
        };
    boolean comesLast = query.sort() == ListQuery.Sort.DUE && key == Long.MAX_VALUE;
    return query.descending() && !comesLast ? -key : key;
  }

  private boolean matches(long offset) {
    if (query.filter().terms().isEmpty()) {
      return true;
    }
    StoredEvent event = reader.event(offset);
    return Matching.matches(query.filter(), store, sight, reader, event, reader.ticket(event));
  }
}
