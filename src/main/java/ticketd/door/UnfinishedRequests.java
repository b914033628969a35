package ticketd.door;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that requests not yet whole take together, of all connections, and the most they may.
 */
public final class UnfinishedRequests {
  private final long limit;
  private final AtomicLong bytes = new AtomicLong();

  public UnfinishedRequests(long limitBytes) {
    this.limit = limitBytes;
  }

  /**
   * Adds to the sum and returns true, or returns false and adds nothing where it would pass the
   * limit.
   */
  public boolean reserve(long more) {
    if (bytes.addAndGet(more) <= limit) {
      return true;
    }
    bytes.addAndGet(-more);
    return false;
  }

  public void release(long less) {
    bytes.addAndGet(-less);
  }

  /** The sum now. */
  public long bytes() {
    return bytes.get();
  }
}
