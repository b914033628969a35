package ticketd.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import ticketd.store.DraftTickets.Draft;
import ticketd.ticket.Priority;
import ticketd.ticket.TicketQuery;

/**
 * Which ticket is to be taken next as a batch that is being decided leaves them. Used by the store
 * actor alone.
 */
final class NextTicket {
  private static final Priority[] MOST_URGENT_FIRST = {
    Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW
  };

  private static final long NONE_LEFT = -1;

  private record Asked(TicketQuery query, Priority priority) {}

  private final StoreIndex index;
  private final Search search;
  private final DraftTickets tickets;

  /**
   * The first stored ticket that may match, for many who ask the same in one batch: each would go
   * over all that those before it were given.
   */
  private final Map<Asked, Long> passed = new HashMap<>();

  private int passedAt;

  NextTicket(StoreIndex index, Search search, DraftTickets tickets) {
    this.index = index;
    this.search = search;
    this.tickets = tickets;
  }

  /** The open, unassigned match of the highest priority, then the lowest id. */
  Optional<Draft> find(TicketQuery query) {
    Candidates candidates = search.candidates(query, false);
    for (Priority priority : MOST_URGENT_FIRST) {
      Optional<Draft> stored = firstStored(query, priority, candidates);
      Optional<Draft> drafted = firstDrafted(query, priority);
      if (stored.isPresent() && drafted.isPresent()) {
        return stored.get().ticket().id() < drafted.get().ticket().id() ? stored : drafted;
      }
      if (stored.isPresent() || drafted.isPresent()) {
        return stored.isPresent() ? stored : drafted;
      }
    }
    return Optional.empty();
  }

  private Optional<Draft> firstStored(TicketQuery query, Priority priority, Candidates candidates) {
    Asked asked = new Asked(query, priority);
    long first = passed().getOrDefault(asked, 0L);
    if (first == NONE_LEFT) {
      return Optional.empty();
    }
    PrimitiveIterator.OfLong ids = index.backlog().ids(priority, first, candidates);
    IndexFilter filter = new IndexFilter(index.tickets(), query);
    while (ids.hasNext()) {
      long id = ids.nextLong();
      if (!tickets.isChanged(id) && filter.mayMatch(id)) {
        Draft draft = tickets.of(id);
        if (tickets.matches(query, draft)) {
          passed.put(asked, id);
          return Optional.of(draft);
        }
      }
    }
    passed.put(asked, NONE_LEFT);
    return Optional.empty();
  }

  /** What is known from searches before, as long as tickets were but taken since. */
  private Map<Asked, Long> passed() {
    if (passedAt != tickets.otherEvents()) {
      passedAt = tickets.otherEvents();
      passed.clear();
    }
    return passed;
  }

  private Optional<Draft> firstDrafted(TicketQuery query, Priority priority) {
    for (Draft draft : tickets.takeable(priority)) {
      if (tickets.matches(query, draft)) {
        return Optional.of(draft);
      }
    }
    return Optional.empty();
  }
}
