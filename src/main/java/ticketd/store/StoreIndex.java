package ticketd.store;

import java.util.List;
import java.util.Optional;
import ticketd.journal.StoredEvent;
import ticketd.ticket.EventKind;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;

/**
 * Everything this process knows about the journal up to {@link #applied}: it is rebuilt by reading
 * the journal and never stored. Written by the store actor alone.
 */
final class StoreIndex {
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
    note(event.seq(), event.offset(), event.keyHash());
    if (event.kind() != EventKind.NOOP) {
      put(TicketRow.of(event));
    }
  }

  /** Takes in an event that this process appended itself, at {@code offset}. */
  void apply(Recorded recorded, long offset, Optional<KeyUse> key) {
    note(
        recorded.stamp().seq(),
        offset,
        key.map(use -> StoredEvent.keyHash(recorded.stamp().by(), use.key())).orElse(0L));
    if (recorded.event().kind() != EventKind.NOOP) {
      put(TicketRow.of(recorded.event().after(), offset));
    }
  }

  /** {@code keyHash} is 0 for an event without a key. */
  private void note(long seq, long offset, long keyHash) {
    changes.put(seq, offset);
    if (keyHash != 0) {
      keys.put(keyHash, offset);
    }
  }

  private void put(TicketRow row) {
    long id = row.id();
    boolean wasTakeable =
        id <= tickets.lastId() && TicketRow.isTakeable(tickets.status(id), tickets.hasAssignee(id));
    Priority before = wasTakeable ? tickets.priority(id) : row.priority();
    tickets.put(row);
    // Most changes leave the backlog as it is, and a bitmap's change costs more than the rest.
    if (wasTakeable && (!row.isTakeable() || before != row.priority())) {
      backlog.remove(id, before);
    }
    if (row.isTakeable() && (!wasTakeable || before != row.priority())) {
      backlog.add(id, row.priority());
    }
  }
}
