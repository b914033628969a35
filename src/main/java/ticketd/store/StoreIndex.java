package ticketd.store;

import java.util.List;
import java.util.Optional;
import ticketd.journal.StoredEvent;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;

/**
 * Everything this process knows about the journal up to {@link #applied}: it is rebuilt by reading
 * the journal and never stored. Written by the store actor alone.
 */
final class StoreIndex {
  private static final Status[] STATUSES = Status.values();
  private static final Priority[] PRIORITIES = Priority.values();

  private final TicketIndex tickets = new TicketIndex();
  private final SeqIndex changes = new SeqIndex();
  private final KeyIndex keys = new KeyIndex();
  private final Backlog backlog = new Backlog();
  private volatile long applied;

  TicketIndex tickets() {
    return tickets;
  }

  SeqIndex changes() {
    return changes;
  }

  KeyIndex keys() {
    return keys;
  }

  Backlog backlog() {
    return backlog;
  }

  /** The journal position up to which everything can be found here; any thread may ask. */
  long applied() {
    return applied;
  }

  /** Makes all that was applied before visible to readers who load {@link #applied}. */
  void appliedTo(long position) {
    applied = position;
  }

  /** Takes in a batch that was read from the journal, which has verified it: this cannot fail. */
  void apply(List<StoredEvent> batch, long end) {
    for (int i = 0; i < batch.size(); i++) {
      apply(batch.get(i));
    }
    appliedTo(end);
  }

  private void apply(StoredEvent event) {
    changes.put(event.seq(), event.offset());
    if (event.keyHash() != 0) {
      keys.put(event.keyHash(), event.offset());
    }
    if (event.kind() != EventKind.NOOP) {
      put(
          event.id(),
          event.offset(),
          STATUSES[event.statusOrdinal()],
          PRIORITIES[event.priorityOrdinal()],
          event.hasAssignee(),
          event.authorHash(),
          event.assigneeHash(),
          event.tagSignature());
    }
  }

  /** Takes in an event that this process appended itself, at {@code offset}. */
  void apply(Recorded recorded, long offset, Optional<KeyUse> key) {
    changes.put(recorded.stamp().seq(), offset);
    if (key.isPresent()) {
      keys.put(StoredEvent.keyHash(recorded.stamp().by(), key.get().key()), offset);
    }
    if (recorded.event().kind() != EventKind.NOOP) {
      Ticket ticket = recorded.event().after();
      put(
          ticket.id(),
          offset,
          ticket.status(),
          ticket.priority(),
          ticket.assignee().isPresent(),
          StoredEvent.nameHash(ticket.author().key()),
          ticket.assignee().map(Identity::key).map(StoredEvent::nameHash).orElse(0),
          tagSignature(ticket.tags()));
    }
  }

  private void put(
      long id,
      long offset,
      Status status,
      Priority priority,
      boolean hasAssignee,
      int authorHash,
      int assigneeHash,
      int tagSignature) {
    boolean wasTakeable =
        id <= tickets.lastId() && isTakeable(tickets.status(id), tickets.hasAssignee(id));
    Priority before = wasTakeable ? tickets.priority(id) : priority;
    boolean takeable = isTakeable(status, hasAssignee);
    tickets.put(id, offset, status, priority, hasAssignee, authorHash, assigneeHash, tagSignature);
    // Most changes leave the backlog as it is, and a bitmap's change costs more than the rest.
    if (wasTakeable && (!takeable || before != priority)) {
      backlog.remove(id, before);
    }
    if (takeable && (!wasTakeable || before != priority)) {
      backlog.add(id, priority);
    }
  }

  private static int tagSignature(List<String> tags) {
    int signature = 0;
    for (String tag : tags) {
      signature |= StoredEvent.tagSignature(tag);
    }
    return signature;
  }

  private static boolean isTakeable(Status status, boolean hasAssignee) {
    return status == Status.OPEN && !hasAssignee;
  }
}
