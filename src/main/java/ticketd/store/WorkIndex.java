package ticketd.store;

import java.util.HashMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;
import org.roaringbitmap.RoaringBitmap;
import ticketd.ticket.Status;

/**
 * The tickets in progress by the hash of who has them, kept from the first time on that somebody
 * asks. One thread only.
 */
final class WorkIndex {
  private final Map<Integer, RoaringBitmap> byAssignee = new HashMap<>();
  private boolean isKept;

  /** Keeps them from now on, where it does not yet. */
  void keep(TicketIndex tickets) {
    if (!isKept) {
      isKept = true;
      for (long id = 1; id <= tickets.lastId(); id++) {
        if (isWork(tickets.status(id), tickets.hasAssignee(id))) {
          add(id, tickets.assigneeHash(id));
        }
      }
    }
  }

  /** A ticket that existed is about to become as {@code row} says. */
  void changes(TicketIndex tickets, TicketRow row) {
    if (!isKept) {
      return;
    }
    long id = row.id();
    if (isWork(tickets.status(id), tickets.hasAssignee(id))) {
      RoaringBitmap ids = byAssignee.get(tickets.assigneeHash(id));
      if (ids != null) {
        ids.remove(Math.toIntExact(id));
        if (ids.isEmpty()) {
          byAssignee.remove(tickets.assigneeHash(id));
        }
      }
    }
    if (isWork(row.status(), row.hasAssignee())) {
      add(id, row.assigneeHash());
    }
  }

  private void add(long id, int assigneeHash) {
    byAssignee
        .computeIfAbsent(assigneeHash, absent -> new RoaringBitmap())
        .add(Math.toIntExact(id));
  }

  private static boolean isWork(Status status, boolean hasAssignee) {
    return status == Status.IN_PROGRESS && hasAssignee;
  }

  /** Those of all whose names have this hash. */
  PrimitiveIterator.OfInt of(int assigneeHash) {
    RoaringBitmap ids = byAssignee.get(assigneeHash);
    return ids == null ? IntStream.empty().iterator() : ids.stream().iterator();
  }
}
