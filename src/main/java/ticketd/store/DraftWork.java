package ticketd.store;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.PrimitiveIterator;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Identity;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketRules;

/**
 * How much each has in progress as a batch that is being decided leaves it, where the desk limits
 * that. Used by the store actor alone.
 */
final class DraftWork {
  private final OptionalInt limit;
  private final StoreIndex index;
  private final JournalReader reader;

  /** By the batch. */
  private final Map<Identity, Integer> changes = new HashMap<>();

  DraftWork(OptionalInt limit, StoreIndex index, JournalReader reader) {
    this.limit = limit;
    this.index = index;
    this.reader = reader;
  }

  /** The batch made one ticket of the other. */
  void apply(Ticket before, Ticket after) {
    if (limit.isPresent()) {
      count(before, -1);
      count(after, 1);
    }
  }

  private void count(Ticket ticket, int by) {
    if (TicketRules.isInProgress(ticket)) {
      changes.merge(ticket.assignee().orElseThrow(), by, Integer::sum);
    }
  }

  /** The desk's limit where somebody has reached it. */
  OptionalInt limitReached(Identity who) {
    return limit.isPresent() && has(who, limit.getAsInt()) ? limit : OptionalInt.empty();
  }

  /** Whether it is so many at least: where the limit came late, it may be far more. */
  private boolean has(Identity who, int most) {
    index.work().keep(index.tickets());
    int count = changes.getOrDefault(who, 0);
    PrimitiveIterator.OfInt ids = index.work().of(StoredEvent.nameHash(who.key()));
    while (count < most && ids.hasNext()) {
      Ticket ticket = reader.ticket(reader.event(index.tickets().offset(ids.nextInt())));
      count += ticket.assignee().filter(who::equals).isPresent() ? 1 : 0;
    }
    return count >= most;
  }
}
