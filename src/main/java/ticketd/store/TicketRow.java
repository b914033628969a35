package ticketd.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;

/**
 * What the index keeps of a ticket.
 *
 * @param offset of its newest event
 * @param authorHash {@link StoredEvent#nameHash} of the author's key
 * @param assigneeHash the same of the assignee's, 0 for none
 * @param dueMillis {@link Long#MAX_VALUE} where it is not due
 * @param tagSignature {@link StoredEvent#tagSignature(String)} of all tags, or-ed
 */
record TicketRow(
    long id,
    long offset,
    Status status,
    Priority priority,
    boolean hasAssignee,
    int authorHash,
    int assigneeHash,
    int tagSignature,
    long dueMillis) {
  private static final Status[] STATUSES = Status.values();
  private static final Priority[] PRIORITIES = Priority.values();

  /** As an event that is no noop left it. */
  static TicketRow of(StoredEvent event) {
    return new TicketRow(
        event.id(),
        event.offset(),
        STATUSES[event.statusOrdinal()],
        PRIORITIES[event.priorityOrdinal()],
        event.hasAssignee(),
        event.authorHash(),
        event.assigneeHash(),
        event.tagSignature(),
        event.dueMillis());
  }

  /** As the event at {@code offset} left it. */
  static TicketRow of(Ticket ticket, long offset) {
    return new TicketRow(
        ticket.id(),
        offset,
        ticket.status(),
        ticket.priority(),
        ticket.assignee().isPresent(),
        StoredEvent.nameHash(ticket.author().key()),
        ticket.assignee().map(Identity::key).map(StoredEvent::nameHash).orElse(0),
        tagSignature(ticket.tags()),
        dueMillis(ticket.extras().due()));
  }

  private static long dueMillis(Optional<Instant> due) {
    return due.isPresent() ? due.get().toEpochMilli() : Long.MAX_VALUE;
  }

  private static int tagSignature(List<String> tags) {
    int signature = 0;
    for (String tag : tags) {
      signature |= StoredEvent.tagSignature(tag);
    }
    return signature;
  }

  /** Whether TAKE NEXT may choose it. */
  boolean isTakeable() {
    return isTakeable(status, hasAssignee);
  }

  static boolean isTakeable(Status status, boolean hasAssignee) {
    return status == Status.OPEN && !hasAssignee;
  }
}
