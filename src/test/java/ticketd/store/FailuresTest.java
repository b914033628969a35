package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which failures of the journal count, as docs/architecture.md says. */
class FailuresTest {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Failures failures =
      new Failures(StoreSettings.withSyncInterval(Duration.ofSeconds(1)));

  private Instant now = Instant.EPOCH;

  @Test
  void shouldCountAFaultThatLastsAtEverLongerIntervals() {
    List<Duration> counted = new ArrayList<>();
    while (!failures.areTooMany(now)) {
      if (failures.add(now)) {
        counted.add(Duration.between(Instant.EPOCH, now));
      }
      now = now.plus(LOOK);
    }
    assertThat(counted.stream().map(Duration::toMillis))
        .containsExactly(
            0L, 200L, 600L, 1_400L, 3_000L, 6_200L, 12_600L, 22_600L, 32_600L, 42_600L);
  }

  /** However late each is noticed, ten of a fault that lasts fall within the minute. */
  @Test
  void shouldNotLetLatenessAddUp() {
    while (!failures.areTooMany(now)) {
      failures.add(now);
      now = now.plusMillis(4_900);
      assertThat(now).isBefore(Instant.EPOCH.plusSeconds(60));
    }
  }

  @Test
  void shouldBeginAnewAfterAWhileWithoutAFailure() {
    for (int minute = 0; minute < 10; minute++) {
      assertThat(failures.add(now)).isTrue();
      assertThat(failures.add(now.plusMillis(199))).isFalse();
      assertThat(failures.add(now.plusMillis(200))).isTrue();
      assertThat(failures.areTooMany(now)).isFalse();
      now = now.plusSeconds(60);
    }
  }
}
