package ticketd.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Probing until a deadline: often, so that a test takes no longer than what it waits for, and for
 * long, so that none fails on a busy machine.
 */
public final class Waiting {
  /** {@code -Dpatience=300} on a machine that stands still for a minute now and then. */
  public static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("patience", 120));

  private static final Duration INTERVAL = Duration.ofMillis(10);

  private Waiting() {}

  /** To be ended by {@code until}; it fails after {@link #PATIENCE}. */
  public static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(INTERVAL);
  }
}
