package ticketd.store;

import java.util.PrimitiveIterator;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import ticketd.ticket.Priority;

/** The open, unassigned tickets by priority: what TAKE NEXT chooses from. One thread only. */
final class Backlog {
  private static final Priority[] PRIORITIES = Priority.values();

  private final RoaringBitmap[] byPriority = new RoaringBitmap[PRIORITIES.length];

  Backlog() {
    for (int i = 0; i < byPriority.length; i++) {
      byPriority[i] = new RoaringBitmap();
    }
  }

  void add(long id, Priority priority) {
    byPriority[priority.ordinal()].add(Math.toIntExact(id));
  }

  void remove(long id, Priority priority) {
    byPriority[priority.ordinal()].remove(Math.toIntExact(id));
  }

  /** Ids of one priority, ascending. */
  PrimitiveIterator.OfLong ids(Priority priority) {
    PeekableIntIterator ids = byPriority[priority.ordinal()].getIntIterator();
    return new PrimitiveIterator.OfLong() {
      @Override
      public boolean hasNext() {
        return ids.hasNext();
      }

      @Override
      public long nextLong() {
        return Integer.toUnsignedLong(ids.next());
      }
    };
  }
}
