package ticketd.store;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;
import ticketd.ticket.TicketQuery;

/**
 * What the index alone can say about a query: a ticket it excludes cannot match, one it lets pass
 * may. A scan that filters by status, priority, author, assignee or tag reads the journal for
 * likely matches only.
 */
final class IndexFilter {
  private final TicketIndex tickets;
  private final TicketQuery query;
  private final Set<Status> statuses = EnumSet.allOf(Status.class);
  private final Set<Priority> priorities = EnumSet.allOf(Priority.class);
  private final boolean passesAll;
  private long fromId = 1;
  private long toId = Long.MAX_VALUE;

  IndexFilter(TicketIndex tickets, TicketQuery query) {
    this.tickets = tickets;
    this.query = query;
    this.passesAll = query.terms().isEmpty();
    for (TicketQuery.Term term : query.terms()) {
      if (term instanceof TicketQuery.StatusIn in) {
        statuses.retainAll(in.statuses());
      } else if (term instanceof TicketQuery.PriorityIn in) {
        priorities.retainAll(in.priorities());
      } else if (term instanceof TicketQuery.IdIn in) {
        fromId = Math.max(fromId, in.from());
        toId = Math.min(toId, in.to());
      } else if (term instanceof TicketQuery.Not not) {
        exclude(not.term());
      }
    }
  }

  private void exclude(TicketQuery.Term term) {
    if (term instanceof TicketQuery.StatusIn in) {
      statuses.removeAll(in.statuses());
    } else if (term instanceof TicketQuery.PriorityIn in) {
      priorities.removeAll(in.priorities());
    }
  }

  /** The lowest id that may match. */
  long fromId() {
    return fromId;
  }

  /** The highest id that may match. */
  long toId() {
    return toId;
  }

  boolean mayMatch(long id) {
    if (passesAll) {
      return true;
    }
    if (id < fromId
        || id > toId
        || !statuses.contains(tickets.status(id))
        || !priorities.contains(tickets.priority(id))) {
      return false;
    }
    for (TicketQuery.Term term : query.terms()) {
      if (!mayHold(term, id)) {
        return false;
      }
    }
    return true;
  }

  private boolean mayHold(TicketQuery.Term term, long id) {
    if (term instanceof TicketQuery.AuthorIs is) {
      return tickets.authorHash(id) == StoredEvent.nameHash(is.author().key());
    } else if (term instanceof TicketQuery.AssigneeIs is) {
      return is.assignee()
          .map(who -> tickets.assigneeHash(id) == StoredEvent.nameHash(who.key()))
          .orElseGet(() -> !tickets.hasAssignee(id));
    } else if (term instanceof TicketQuery.HasTag has) {
      int signature = StoredEvent.tagSignature(has.tag());
      return (tickets.tagSignature(id) & signature) == signature;
    } else if (term instanceof TicketQuery.DueIn in) {
      return isDueIn(in, id);
    } else if (term instanceof TicketQuery.IsOverdue overdue) {
      return isOverdue(overdue, id);
    } else if (term instanceof TicketQuery.IsEscalated) {
      return tickets.status(id) != Status.CLOSED;
    } else if (term instanceof TicketQuery.Not not) {
      return mayNotHold(not.term(), id);
    }
    return true;
  }

  /**
   * Whether the complement of {@code term} may hold. Hashes say what a name or a tag is not, never
   * what it is, so that they exclude nothing here.
   */
  private boolean mayNotHold(TicketQuery.Term term, long id) {
    if (term instanceof TicketQuery.IdIn in) {
      return id < in.from() || id > in.to();
    } else if (term instanceof TicketQuery.AssigneeIs is && is.assignee().isEmpty()) {
      return tickets.hasAssignee(id);
    } else if (term instanceof TicketQuery.DueIn in) {
      return !isDueIn(in, id);
    }
    return true;
  }

  private boolean isDueIn(TicketQuery.DueIn in, long id) {
    long due = tickets.dueMillis(id);
    return in.range()
        .map(range -> due != Long.MAX_VALUE && range.contains(Instant.ofEpochMilli(due)))
        .orElse(due == Long.MAX_VALUE);
  }

  /** The index may be newer than what is read next: it decides only whether that is looked at. */
  private boolean isOverdue(TicketQuery.IsOverdue overdue, long id) {
    return tickets.status(id) != Status.CLOSED && tickets.dueMillis(id) < overdue.clock().millis();
  }
}
