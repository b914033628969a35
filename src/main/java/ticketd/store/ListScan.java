package ticketd.store;

import java.util.Optional;
import ticketd.desk.Scan;
import ticketd.journal.JournalReader;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Ticket;

/**
 * LIST by id: its last id is fixed when it is made, each ticket is as it stands when it is read.
 * Costs what it looks at: a limit without a filter looks at no more than it lists.
 */
final class ListScan implements Scan<Ticket> {
  private static final int CLOCK_STRIDE = 1024;

  private final TicketIndex index;
  private final Listed tickets;
  private final IndexFilter filter;
  private final Candidates candidates;
  private final long end;
  private final int step;
  private long next;
  private int left;

  /** {@code candidates} are in the direction of the listing. */
  ListScan(
      StoreIndex store, Sight sight, JournalReader reader, ListQuery query, Candidates candidates) {
    this.index = store.tickets();
    this.tickets = new Listed(store, sight, reader, query);
    this.filter = new IndexFilter(index, query.filter());
    this.candidates = candidates;
    this.left = query.limit().orElse(Integer.MAX_VALUE);
    long lowest = filter.fromId();
    long highest = Math.min(index.lastId(), filter.toId());
    if (query.after().isPresent()) {
      long after = query.after().getAsLong();
      if (query.descending()) {
        highest = Math.min(highest, after - 1);
      } else {
        lowest = after < Long.MAX_VALUE ? Math.max(lowest, after + 1) : Long.MAX_VALUE;
      }
    }
    if (lowest > highest) {
      left = 0;
    }
    this.step = query.descending() ? -1 : 1;
    this.next = query.descending() ? highest : lowest;
    this.end = query.descending() ? lowest : highest;
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Ticket> sink) {
    int untilClock = CLOCK_STRIDE;
    while (goesOn()) {
      boolean wantsMore = true;
      if (filter.mayMatch(next)) {
        Optional<Ticket> found = tickets.find(next, index.offset(next));
        if (found.isPresent()) {
          wantsMore = sink.accept(found.get());
          left--;
        }
        untilClock -= 32;
      }
      next += step;
      if (!wantsMore) {
        break;
      }
      if (--untilClock <= 0) {
        untilClock = CLOCK_STRIDE;
        if (System.nanoTime() - deadlineNanos >= 0) {
          break;
        }
      }
    }
    return goesOn();
  }

  /** Goes to the next one to look at, if there is one. */
  private boolean goesOn() {
    if (left > 0) {
      next = candidates.from(next);
      left = next == Candidates.NONE || (end - next) * step < 0 ? 0 : left;
    }
    return left > 0;
  }
}
