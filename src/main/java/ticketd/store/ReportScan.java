package ticketd.store;

import java.util.List;
import ticketd.desk.Scan;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.ReportGroup;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.ReportTally;
import ticketd.ticket.Ticket;

/** A report: one pass over the tickets there are when it begins, then its groups. */
final class ReportScan implements Scan<ReportGroup> {
  private static final int CLOCK_STRIDE = 32;

  private final StoreIndex index;
  private final JournalReader reader;
  private final ReportQuery query;
  private final Sight sight;
  private final IndexFilter filter;
  private final Candidates candidates;
  private final ReportTally tally;
  private final long lastId;
  private long next;
  private List<ReportGroup> groups = List.of();
  private boolean isCounted;
  private int position;

  ReportScan(
      StoreIndex index,
      Sight sight,
      JournalReader reader,
      ReportQuery query,
      Candidates candidates) {
    this.index = index;
    this.sight = sight;
    this.reader = reader;
    this.query = query;
    this.filter = new IndexFilter(index.tickets(), query.filter());
    this.candidates = candidates;
    this.tally = new ReportTally(query);
    this.next = filter.fromId();
    this.lastId = Math.min(index.tickets().lastId(), filter.toId());
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<ReportGroup> sink) {
    if (!isCounted && count(deadlineNanos)) {
      return true;
    }
    while (position < groups.size() && sink.accept(groups.get(position++))) {
      // Until it wants no more.
    }
    return position < groups.size();
  }

  /** Returns whether there is more to count. */
  private boolean count(long deadlineNanos) {
    int untilClock = CLOCK_STRIDE;
    for (; next <= lastId; next++) {
      next = candidates.from(next);
      if (next == Candidates.NONE || next > lastId) {
        break;
      }
      if (--untilClock == 0) {
        untilClock = CLOCK_STRIDE;
        if (System.nanoTime() - deadlineNanos >= 0) {
          return true;
        }
      }
      if (filter.mayMatch(next)) {
        count(reader.event(index.tickets().offset(next)));
      }
    }
    groups = tally.groups();
    isCounted = true;
    return false;
  }

  private void count(StoredEvent event) {
    Ticket ticket = reader.ticket(event);
    if (Matching.matches(query.filter(), index, sight, reader, event, ticket)) {
      tally.add(ticket, index.tickets().takenAtMillis(event.id()));
    }
  }
}
