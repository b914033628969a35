package ticketd.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import ticketd.ticket.Escalation;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;

/**
 * Since when each open ticket is so, and when its priority was set last: which of them are to be
 * raised. 16 bytes a ticket, kept only where the desk raises priorities. One thread only.
 */
final class Openings {
  private final long period;

  /** By id. */
  private long[] openedAt = new long[1 << 10];

  private long[] prioritisedAt = new long[1 << 10];

  /** The open ones that can be raised. */
  private final RoaringBitmap raisable = new RoaringBitmap();

  /** No step is due before. */
  private long earliest = Long.MAX_VALUE;

  /** {@code period} is that of the steps, in milliseconds. */
  Openings(long period) {
    this.period = period;
  }

  /**
   * A ticket was filed or changed.
   *
   * @param opened whether it became open by that
   * @param prioritised whether its priority is another one by that
   */
  void put(
      long id,
      Status status,
      Priority priority,
      boolean opened,
      boolean prioritised,
      long atMillis) {
    int slot = Math.toIntExact(id);
    if (slot >= openedAt.length) {
      int grown = Math.max(slot + 1, openedAt.length * 2);
      openedAt = Arrays.copyOf(openedAt, grown);
      prioritisedAt = Arrays.copyOf(prioritisedAt, grown);
    }
    if (opened) {
      openedAt[slot] = atMillis;
      prioritisedAt[slot] = atMillis;
    } else if (prioritised) {
      // A clock that was set back takes no step back.
      prioritisedAt[slot] = Math.max(prioritisedAt[slot], atMillis);
    }
    if (status == Status.OPEN && priority != Priority.URGENT) {
      raisable.add(slot);
      earliest = Math.min(earliest, nextAt(slot));
    } else {
      raisable.remove(slot);
    }
  }

  private long nextAt(int slot) {
    return Escalation.nextAt(openedAt[slot], prioritisedAt[slot], period);
  }

  /** The first {@code most} tickets, by id, that are to be raised at that time. */
  List<Long> due(long nowMillis, int most) {
    if (nowMillis < earliest) {
      return List.of();
    }
    List<Long> due = new ArrayList<>();
    long next = Long.MAX_VALUE;
    PeekableIntIterator ids = raisable.getIntIterator();
    while (ids.hasNext() && due.size() < most) {
      int slot = ids.next();
      long at = nextAt(slot);
      next = Math.min(next, at);
      if (at <= nowMillis) {
        due.add((long) slot);
      }
    }
    // Where some were not looked at, so many were found that the next look is due at once.
    earliest = next;
    return due;
  }

  /** How many steps of a ticket are due and not done. */
  long steps(long id, long nowMillis) {
    int slot = Math.toIntExact(id);
    return Escalation.steps(openedAt[slot], prioritisedAt[slot], nowMillis, period);
  }

  /** It cannot be read, and so not be raised. */
  void leave(long id) {
    raisable.remove(Math.toIntExact(id));
  }
}
