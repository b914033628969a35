package ticketd.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import org.roaringbitmap.PeekableIntIterator;
import org.roaringbitmap.RoaringBitmap;
import ticketd.ticket.Priority;

/** The open, unassigned tickets by priority: what TAKE NEXT chooses from. One thread only. */
final class Backlog {
  private final Map<Priority, RoaringBitmap> byPriority = new EnumMap<>(Priority.class);

  private RoaringBitmap of(Priority priority) {
    return byPriority.computeIfAbsent(priority, absent -> new RoaringBitmap());
  }

  void add(long id, Priority priority) {
    of(priority).add(Math.toIntExact(id));
  }

  void remove(long id, Priority priority) {
    of(priority).remove(Math.toIntExact(id));
  }

  /**
   * Of one priority, from number {@code first} on, those that are among {@code candidates}, which
   * go upwards; ascending.
   */
  PrimitiveIterator.OfLong ids(Priority priority, long first, Candidates candidates) {
    PeekableIntIterator ids = of(priority).getIntIterator();
    ids.advanceIfNeeded(Math.toIntExact(first));
    return new PrimitiveIterator.OfLong() {
      @Override
      public boolean hasNext() {
        while (ids.hasNext()) {
          long id = ids.peekNext();
          long candidate = candidates.from(id);
          if (candidate == id) {
            return true;
          }
          if (candidate == Candidates.NONE || candidate > Integer.MAX_VALUE) {
            return false;
          }
          ids.advanceIfNeeded((int) candidate);
        }
        return false;
      }

      @Override
      public long nextLong() {
        return ids.next();
      }
    };
  }
}
