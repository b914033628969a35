package ticketd.session;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that unfinished lines of all connections take together, and the most they may. */
public final class UnfinishedLines {
  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  public UnfinishedLines(long limitBytes) {
    this.limit = limitBytes;
  }

  /**
   * Adds to the sum and returns true, or returns false and adds nothing where it would pass the
   * limit.
   */
  boolean reserve(long more) {
    if (bytes.addAndGet(more) <= limit) {
      return true;
    }
    bytes.addAndGet(-more);
    return false;
  }

  void release(long less) {
    bytes.addAndGet(-less);
  }

  /** The sum now. */
  public long bytes() {
    return bytes.get();
  }
}
