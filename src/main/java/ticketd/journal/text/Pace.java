package ticketd.journal.text;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Keeps long work out of the way: while others write, it takes less than a hundredth of its time,
 * so that not even one request in a hundred meets it. One thread.
 */
final class Pace {
  /**
   * Short enough that nobody waits for it, long enough that the looks at the clock do not count.
   */
  private static final long SLICE_NANOS = 1_000_000;

  private static final int REST = 150;

  /** Whoever took longer waited himself, for a core or the disk, and held nobody up meanwhile. */
  private static final long MOST_COUNTED_NANOS = 4 * SLICE_NANOS;

  /** The work is to end; what was begun of it is given up. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException() {
      super("stopped", null, false, false);
    }
  }

  private final LongSupplier committed;
  private volatile boolean stopped;
  private long seen;
  private long since;

  /** {@code committed} moves when somebody writes. */
  Pace(LongSupplier committed) {
    this.committed = committed;
  }

  /** Work begins. */
  void begin() {
    since = System.nanoTime();
    seen = committed.getAsLong();
  }

  /**
   * To be called often while there is work.
   *
   * @throws StoppedException when there is no more to be done
   */
  void breathe() {
    if (stopped) {
      throw new StoppedException();
    }
    long worked = System.nanoTime() - since;
    if (worked < SLICE_NANOS) {
      return;
    }
    long now = committed.getAsLong();
    if (now != seen) {
      LockSupport.parkNanos(Math.min(worked, MOST_COUNTED_NANOS) * REST);
    }
    begin();
  }

  /** From any thread. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }
}
