package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a node makes of the database's clock. */
class ClockSkewTest {
  private static final long NOW = 1_000_000;
  private static final long QUICK = Duration.ofMillis(2).toNanos();
  private static final long SLOW = Duration.ofMillis(200).toNanos();

  private final ClockSkew skew = new ClockSkew();

  @Test
  void shouldGoByTheQuickestAnswer() {
    assertThat(skew.heard(NOW, NOW, SLOW)).isTrue();
    assertThat(skew.millis()).isEqualTo(100);
    assertThat(skew.heard(NOW + 39, NOW, QUICK)).isTrue();
    assertThat(skew.millis()).isEqualTo(40);
    // The clock was read somewhere within the 200 ms.
    assertThat(skew.heard(NOW - 100, NOW, SLOW)).isFalse();
    assertThat(skew.millis()).isEqualTo(40);
  }

  /** However slow the answer is that shows it. */
  @Test
  void shouldFindAClockThatWasSetByTheNextAnswer() {
    skew.heard(NOW - 1, NOW, QUICK);
    assertThat(skew.millis()).isZero();
    assertThat(skew.heard(NOW, NOW + 60_000, SLOW)).isTrue();
    assertThat(skew.millis()).isEqualTo(-59_900);
    assertThat(skew.heard(NOW, NOW, SLOW)).isTrue();
    assertThat(skew.millis()).isEqualTo(100);
  }
}
