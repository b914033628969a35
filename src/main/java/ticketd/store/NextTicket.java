package ticketd.store;

import java.util.Optional;
import java.util.PrimitiveIterator;
import ticketd.store.DraftTickets.Draft;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketQuery;

/**
 * Which ticket is to be taken next as a batch that is being decided leaves them. Used by the store
 * actor alone.
 */
final class NextTicket {
  private static final Priority[] MOST_URGENT_FIRST = {
    Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW
  };

  private final StoreIndex index;
  private final Search search;
  private final DraftTickets tickets;

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
    PrimitiveIterator.OfLong ids = index.backlog().ids(priority, candidates);
    IndexFilter filter = new IndexFilter(index.tickets(), query);
    while (ids.hasNext()) {
      long id = ids.nextLong();
      if (!tickets.isChanged(id) && filter.mayMatch(id)) {
        Draft draft = tickets.of(id);
        if (tickets.matches(query, draft)) {
          return Optional.of(draft);
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Draft> firstDrafted(TicketQuery query, Priority priority) {
    Draft first = null;
    for (Draft draft : tickets.changed()) {
      Ticket ticket = draft.ticket();
      if (ticket.status() == Status.OPEN
          && ticket.assignee().isEmpty()
          && ticket.priority() == priority
          && (first == null || ticket.id() < first.ticket().id())
          && tickets.matches(query, draft)) {
        first = draft;
      }
    }
    return Optional.ofNullable(first);
  }
}
