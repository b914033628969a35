package ticketd.journal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long STALLED_NANOS = Duration.ofMillis(500).toNanos();

  /** On a busy machine the work would come to nothing. */
  @Test
  void shouldNotRestForTheTimeThatItWaitedForACore() {
    AtomicLong committed = new AtomicLong();
    Pace pace = new Pace(committed::incrementAndGet);
    pace.begin();
    long began = System.nanoTime();
    while (System.nanoTime() - began < STALLED_NANOS) {
      Thread.onSpinWait();
    }
    assertThat(CompletableFuture.runAsync(pace::breathe)).succeedsWithin(PATIENCE);
  }
}
