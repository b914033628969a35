package ticketd.store;

import java.util.Arrays;

/**
 * Keeps the values with the {@code limit} lowest ranks offered: a bounded binary heap of
 * primitives.
 */
final class FirstOnes {
  private final int limit;
  private long[] ranks;
  private long[] values;
  private int size;

  FirstOnes(int limit) {
    this.limit = limit;
    this.ranks = new long[Math.min(limit, 64)];
    this.values = new long[ranks.length];
  }

  boolean wouldKeep(long rank) {
    return size < limit || rank < ranks[0];
  }

  void offer(long rank, long value) {
    if (size < limit) {
      if (size == ranks.length) {
        int grown = (int) Math.min(limit, ranks.length * 2L);
        ranks = Arrays.copyOf(ranks, grown);
        values = Arrays.copyOf(values, grown);
      }
      siftUp(rank, value);
    } else if (rank < ranks[0]) {
      siftDown(0, size, rank, value);
    }
  }

  /** The values kept, lowest rank first; nothing may be offered afterwards. */
  long[] inOrder() {
    int heap = size;
    while (heap > 1) {
      heap--;
      long rank = ranks[heap];
      long value = values[heap];
      ranks[heap] = ranks[0];
      values[heap] = values[0];
      siftDown(0, heap, rank, value);
    }
    return Arrays.copyOf(values, size);
  }

  private void siftUp(long rank, long value) {
    int slot = size++;
    while (slot > 0 && ranks[(slot - 1) / 2] < rank) {
      move((slot - 1) / 2, slot);
      slot = (slot - 1) / 2;
    }
    ranks[slot] = rank;
    values[slot] = value;
  }

  private void siftDown(int from, int heap, long rank, long value) {
    int slot = from;
    while (slot * 2 + 1 < heap) {
      int child = slot * 2 + 1;
      if (child + 1 < heap && ranks[child + 1] > ranks[child]) {
        child++;
      }
      if (ranks[child] <= rank) {
        break;
      }
      move(child, slot);
      slot = child;
    }
    ranks[slot] = rank;
    values[slot] = value;
  }

  private void move(int from, int to) {
    ranks[to] = ranks[from];
    values[to] = values[from];
  }
}
