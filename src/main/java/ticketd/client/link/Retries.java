package ticketd.client.link;

import java.time.Duration;

/**
 * When to repeat a change whose outcome is open: after 0.1 s, then after twice as long each time up
 * to 1 s, until a limit, usually 10 s, is over.
 */
public final class Retries {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 1_000;

  private final long begun = System.nanoTime();
  private final Duration limit;
  private long pauseMillis = FIRST_PAUSE_MILLIS;

  public Retries() {
    this(Patience.USUAL.repeats());
  }

  Retries(Duration limit) {
    this.limit = limit;
  }

  /** Waits until it is time to repeat; false, at once, when it is too late for that. */
  public boolean pause() throws InterruptedException {
    long leftMillis = (limit.toNanos() - (System.nanoTime() - begun)) / 1_000_000;
    if (leftMillis <= 0) {
      return false;
    }
    Thread.sleep(Math.min(pauseMillis, leftMillis));
    pauseMillis = Math.min(2 * pauseMillis, LONGEST_PAUSE_MILLIS);
    return true;
  }
}
