package ticketd.store;

import java.util.Arrays;

/**
 * Where the log's records are by number: the offset of every {@value #STRIDE}th, from which a
 * reader walks on. One thread writes, any number read.
 */
final class SeqIndex {
  static final int STRIDE = 256;

  private volatile long[] offsets = new long[1024];
  private volatile long lastSeq;

  long lastSeq() {
    return lastSeq;
  }

  void put(long seq, long offset) {
    if (seq != lastSeq + 1) {
      throw new IllegalStateException("change " + seq + " after change " + lastSeq);
    }
    if ((seq - 1) % STRIDE == 0) {
      int slot = (int) ((seq - 1) / STRIDE);
      long[] known = offsets;
      if (slot == known.length) {
        known = Arrays.copyOf(known, known.length * 2);
      }
      known[slot] = offset;
      offsets = known;
    }
    lastSeq = seq;
  }

  /** The number of the nearest known record at or before {@code seq}, which must exist. */
  static long nearestKnown(long seq) {
    return (seq - 1) / STRIDE * STRIDE + 1;
  }

  /** The offset of the record {@link #nearestKnown} names. */
  long offsetOfNearest(long seq) {
    return offsets[(int) ((seq - 1) / STRIDE)];
  }
}
