package ticketd.store;

import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * Where each request key was used: hash to the offset of its record, which the caller verifies.
 * Open addressing with linear probing, 12 bytes a slot, in 256 segments that grow one at a time, so
 * that no growth holds up the store for long. One thread only.
 */
final class KeyIndex {
  private static final int SEGMENTS = 256;
  private static final int INITIAL_SLOTS = 16;

  private final Segment[] segments = new Segment[SEGMENTS];

  KeyIndex() {
    Arrays.setAll(segments, i -> new Segment());
  }

  void put(long hash, long offset) {
    segment(hash).put((int) hash, offset);
  }

  /**
   * The offset, among those stored under {@code hash}, that {@code isIt} accepts; 0 when there is
   * none.
   */
  long find(long hash, LongPredicate isIt) {
    return segment(hash).find((int) hash, isIt);
  }

  private Segment segment(long hash) {
    return segments[(int) (hash >>> 56)];
  }

  private static final class Segment {
    private int[] hashes = new int[INITIAL_SLOTS];
    private long[] offsets = new long[INITIAL_SLOTS];
    private int size;

    void put(int hash, long offset) {
      if ((size + 1) * 5L > hashes.length * 4L) {
        grow();
      }
      insert(hash, offset);
      size++;
    }

    long find(int hash, LongPredicate isIt) {
      int slot = home(hash);
      while (offsets[slot] != 0) {
        if (hashes[slot] == hash && isIt.test(offsets[slot])) {
          return offsets[slot];
        }
        slot = slot + 1 == hashes.length ? 0 : slot + 1;
      }
      return 0;
    }

    private void insert(int hash, long offset) {
      int slot = home(hash);
      while (offsets[slot] != 0) {
        slot = slot + 1 == hashes.length ? 0 : slot + 1;
      }
      hashes[slot] = hash;
      offsets[slot] = offset;
    }

    /** Spreads over any table length, see Lemire, "Fast random integer generation", 2019. */
    private int home(int hash) {
      return (int) ((Integer.toUnsignedLong(hash) * hashes.length) >>> 32);
    }

    private void grow() {
      int[] oldHashes = hashes;
      long[] oldOffsets = offsets;
      int slots = oldHashes.length + Math.max(INITIAL_SLOTS, oldHashes.length / 2);
      hashes = new int[slots];
      offsets = new long[slots];
      for (int i = 0; i < oldHashes.length; i++) {
        if (oldOffsets[i] != 0) {
          insert(oldHashes[i], oldOffsets[i]);
        }
      }
    }
  }
}
