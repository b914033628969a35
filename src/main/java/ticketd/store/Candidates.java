package ticketd.store;

import java.util.Arrays;
import ticketd.journal.text.Postings;
import ticketd.journal.text.SegmentException;

/**
 * The tickets that a scan must look at, in the order of their ids: all of them, or those that the
 * text index leaves. Where the index turns out to be damaged, all from there on. One thread.
 */
final class Candidates {
  /** There is none. */
  static final long NONE = -1;

  private static final Postings EVERY =
      new Postings() {
        @Override
        public int page(int page, boolean down) {
          return page;
        }

        @Override
        public void addTo(int page, long[] bits) {
          Arrays.fill(bits, -1L);
        }

        @Override
        public long size() {
          return Long.MAX_VALUE;
        }
      };

  private final boolean down;
  private final Runnable onDamage;
  private final Postings fallback;
  private Postings postings;

  /** What {@link #page} holds. */
  private final long[] bits = new long[Postings.PAGE_LONGS];

  private int page = Postings.NONE;

  /**
   * @param down from high ids to low ones
   * @param onDamage run when the index cannot be read
   */
  Candidates(Postings postings, boolean down, Runnable onDamage) {
    this(postings, EVERY, down, onDamage);
  }

  /** The same, with {@code fallback} to look at from there on where the index turns out damaged. */
  Candidates(Postings postings, Postings fallback, boolean down, Runnable onDamage) {
    this.postings = postings;
    this.fallback = fallback;
    this.down = down;
    this.onDamage = onDamage;
  }

  /** Every ticket. */
  static Candidates all(boolean down) {
    return new Candidates(EVERY, down, () -> {});
  }

  /** The nearest one from {@code id} on, this included, upwards or downwards; or {@link #NONE}. */
  long from(long id) {
    if (postings == EVERY || id < 0) {
      return id;
    }
    try {
      return find(id);
    } catch (SegmentException e) {
      onDamage.run();
      postings = fallback;
      page = Postings.NONE;
      return postings == EVERY ? id : find(id);
    }
  }

  private long find(long id) {
    long at = id;
    while (at >= 0) {
      int wanted = (int) (at >>> Postings.PAGE_BITS);
      if (wanted != page) {
        int found = postings.page(wanted, down);
        if (found == Postings.NONE) {
          return NONE;
        }
        if (found != wanted) {
          at = down ? lastOf(found) : firstOf(found);
        }
        load(found);
      }
      long next = inPage(at);
      if (next != NONE) {
        return next;
      }
      at = down ? firstOf(page) - 1 : lastOf(page) + 1;
    }
    return NONE;
  }

  private void load(int wanted) {
    page = Postings.NONE;
    Arrays.fill(bits, 0);
    postings.addTo(wanted, bits);
    page = wanted;
  }

  private static long firstOf(int page) {
    return (long) page << Postings.PAGE_BITS;
  }

  private static long lastOf(int page) {
    return firstOf(page) + (1 << Postings.PAGE_BITS) - 1;
  }

  private long inPage(long id) {
    int bit = (int) (id - firstOf(page));
    int word = bit >>> 6;
    long left = bits[word] & (down ? -1L >>> (63 - (bit & 63)) : -1L << bit);
    while (left == 0) {
      word += down ? -1 : 1;
      if (word < 0 || word == bits.length) {
        return NONE;
      }
      left = bits[word];
    }
    int found = down ? 63 - Long.numberOfLeadingZeros(left) : Long.numberOfTrailingZeros(left);
    return firstOf(page) + (word << 6) + found;
  }
}
