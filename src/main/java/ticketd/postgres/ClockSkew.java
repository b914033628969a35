package ticketd.postgres;

import java.time.Duration;

/**
 * How far the database's clock is ahead of this host's, by its answers. Told by one thread at a
 * time, read by any.
 */
final class ClockSkew {
  /** The quickest answer is forgotten by and by, for clocks drift. */
  private static final long FORGOTTEN_NANOS = 1_000;

  private long sharpestNanos = Long.MAX_VALUE;
  private volatile long millis;

  /** Ahead by so much; negative where it is behind. */
  long millis() {
    return millis;
  }

  /**
   * Takes an answer in. The quickest tells best, unless a later one shows that it cannot be so any
   * more: then a clock was set, here or there, or another server answers.
   *
   * @param there the database's clock
   * @param here this host's when the answer had come
   * @param tookNanos between the question and the answer, in which the clock was read
   * @return whether it tells something new
   */
  boolean heard(long there, long here, long tookNanos) {
    long took = Duration.ofNanos(tookNanos).toMillis();
    long least = there - here;
    // Both are cut to milliseconds.
    boolean isPossible = millis >= least - 1 && millis <= least + took + 2;
    if (sharpestNanos != Long.MAX_VALUE) {
      sharpestNanos += FORGOTTEN_NANOS;
    }
    if (isPossible && tookNanos > sharpestNanos) {
      return false;
    }
    sharpestNanos = tookNanos;
    millis = least + took / 2;
    return true;
  }
}
