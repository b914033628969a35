package ticketd.store;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.journal.text.AnyOf;
import ticketd.journal.text.Postings;
import ticketd.journal.text.TextIndex;

/** The tickets whose texts were set by events that the text index does not cover yet. */
final class UnindexedTail {
  private UnindexedTail() {}

  /** Those that were filed since, and those that got a text since; empty where it is too far. */
  static Optional<Postings> behind(TextIndex index, LateTexts late) {
    return late.idsAfter(index.covered())
        .map(ids -> new AnyOf(List.of(new Ids(ids), new Since(index.tickets() + 1))));
  }

  /** All ids from {@code first} on. */
  private record Since(long first) implements Postings {
    @Override
    public int page(int page, boolean down) {
      int lowest = (int) (first >>> PAGE_BITS);
      return page >= lowest ? page : down ? NONE : lowest;
    }

    @Override
    public void addTo(int page, long[] bits) {
      long start = (long) page << PAGE_BITS;
      for (int i = 0; i < bits.length; i++) {
        long id = start + (long) i * Long.SIZE;
        if (id >= first) {
          bits[i] = -1;
        } else if (id + Long.SIZE > first) {
          bits[i] |= -1L << (first - id);
        }
      }
    }

    @Override
    public long size() {
      return Long.MAX_VALUE;
    }
  }

  /** Ids, ascending, each once. */
  private static final class Ids implements Postings {
    private final int[] ids;

    Ids(int[] ids) {
      this.ids = ids;
    }

    private int firstFrom(long id) {
      int found = Arrays.binarySearch(ids, (int) Math.min(id, Integer.MAX_VALUE));
      return found >= 0 ? found : -found - 1;
    }

    @Override
    public int page(int page, boolean down) {
      int at =
          down
              ? firstFrom((long) (page + 1) << PAGE_BITS) - 1
              : firstFrom((long) page << PAGE_BITS);
      return at < 0 || at == ids.length ? NONE : ids[at] >>> PAGE_BITS;
    }

    @Override
    public void addTo(int page, long[] bits) {
      for (int i = firstFrom((long) page << PAGE_BITS);
          i < ids.length && ids[i] >>> PAGE_BITS == page;
          i++) {
        bits[(ids[i] >>> 6) % bits.length] |= 1L << ids[i];
      }
    }

    @Override
    public long size() {
      return ids.length;
    }
  }
}
