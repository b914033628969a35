package ticketd.store;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Optional;

/**
 * Which tickets got a text after they were filed, by the numbers of these changes, as many of the
 * last of them as there is room for. One thread writes, any number read, nobody waits.
 */
final class LateTexts {
  private static final int ROOM = 1 << 16;

  private final long[] seqs;
  private final int[] ids;

  /** How many were added; the last of them are in the arrays, each in the place of its number. */
  private volatile long added;

  LateTexts() {
    this(ROOM);
  }

  /** {@code room} is a power of two. */
  LateTexts(int room) {
    seqs = new long[room];
    ids = new int[room];
  }

  void add(long seq, long id) {
    long number = added;
    int place = (int) number & (seqs.length - 1);
    seqs[place] = seq;
    ids[place] = Math.toIntExact(id);
    added = number + 1;
  }

  /**
   * The tickets of changes after {@code seq}, ascending, each once; empty where some are not known
   * any more.
   */
  Optional<int[]> idsAfter(long seq) {
    long end = added;
    // What lies further back may be overwritten while it is read.
    long known = Math.max(0, end - seqs.length / 2);
    long from = end;
    while (from > known && seqs[(int) (from - 1) & (seqs.length - 1)] > seq) {
      from--;
    }
    boolean all = from > known || from == 0;
    int[] found = new int[(int) (end - from)];
    for (int i = 0; i < found.length; i++) {
      found[i] = ids[(int) (from + i) & (ids.length - 1)];
    }
    // What was read above is read before it is asked how far the writer is, which fills a place
    // before it counts it.
    VarHandle.acquireFence();
    if (!all || added >= from + seqs.length) {
      return Optional.empty();
    }
    return Optional.of(distinct(found));
  }

  private static int[] distinct(int[] ids) {
    Arrays.sort(ids);
    int kept = 0;
    for (int id : ids) {
      if (kept == 0 || ids[kept - 1] != id) {
        ids[kept++] = id;
      }
    }
    return Arrays.copyOf(ids, kept);
  }
}
