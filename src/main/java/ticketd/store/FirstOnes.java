package ticketd.store;

import java.util.Arrays;

/**
 * Keeps the values with the {@code limit} lowest ranks offered, of equal ranks those with the
 * lowest ties: a bounded binary heap of primitives.
 */
final class FirstOnes {
  private final int limit;
  private long[] ranks;
  private long[] ties;
  private long[] values;
  private int size;

  FirstOnes(int limit) {
    this.limit = limit;
    this.ranks = new long[Math.min(limit, 64)];
    this.ties = new long[ranks.length];
    this.values = new long[ranks.length];
  }

  boolean wouldKeep(long rank, long tie) {
    return size < limit || isBefore(rank, tie, 0);
  }

  private boolean isBefore(long rank, long tie, int slot) {
    return rank < ranks[slot] || (rank == ranks[slot] && tie < ties[slot]);
  }

  void offer(long rank, long tie, long value) {
    if (size < limit) {
      if (size == ranks.length) {
        int grown = (int) Math.min(limit, ranks.length * 2L);
        ranks = Arrays.copyOf(ranks, grown);
        ties = Arrays.copyOf(ties, grown);
        values = Arrays.copyOf(values, grown);
      }
      siftUp(rank, tie, value);
    } else if (isBefore(rank, tie, 0)) {
      siftDown(0, size, rank, tie, value);
    }
  }

  /** The values kept, lowest rank first; nothing may be offered afterwards. */
  long[] inOrder() {
    int heap = size;
    while (heap > 1) {
      heap--;
      long rank = ranks[heap];
      long tie = ties[heap];
      long value = values[heap];
      move(0, heap);
      siftDown(0, heap, rank, tie, value);
    }
    return Arrays.copyOf(values, size);
  }

  /** The ties of those, behind {@link #inOrder}. */
  long[] tiesInOrder() {
    return Arrays.copyOf(ties, size);
  }

  private void siftUp(long rank, long tie, long value) {
    int slot = size++;
    while (slot > 0 && isAfter(rank, tie, (slot - 1) / 2)) {
      move((slot - 1) / 2, slot);
      slot = (slot - 1) / 2;
    }
    set(slot, rank, tie, value);
  }

  private boolean isAfter(long rank, long tie, int slot) {
    return rank > ranks[slot] || (rank == ranks[slot] && tie > ties[slot]);
  }

  private void set(int slot, long rank, long tie, long value) {
    ranks[slot] = rank;
    ties[slot] = tie;
    values[slot] = value;
  }

  private void siftDown(int from, int heap, long rank, long tie, long value) {
    int slot = from;
    while (slot * 2 + 1 < heap) {
      int child = slot * 2 + 1;
      if (child + 1 < heap && isAfter(ranks[child + 1], ties[child + 1], child)) {
        child++;
      }
      if (!isBefore(rank, tie, child)) {
        break;
      }
      move(child, slot);
      slot = child;
    }
    set(slot, rank, tie, value);
  }

  private void move(int from, int to) {
    ranks[to] = ranks[from];
    ties[to] = ties[from];
    values[to] = values[from];
  }
}
