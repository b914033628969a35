package ticketd.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import ticketd.testing.Seed;

class HistogramTest {
  @Test
  void shouldTellPercentilesToWithinASixtyFourth() {
    Random random = Seed.random();
    long[] values = new long[10_000];
    Histogram histogram = new Histogram();
    for (int i = 0; i < values.length; i++) {
      values[i] = (long) Math.exp(random.nextDouble() * 40);
      histogram.record(values[i]);
    }
    Arrays.sort(values);

    for (double percent : new double[] {0.01, 1, 25, 50, 90, 99, 99.9, 100}) {
      long exact = values[Math.toIntExact(Math.round(values.length * percent / 100)) - 1];
      assertThat(histogram.percentile(percent)).isBetween(exact, exact + exact / 64);
    }
    assertThat(histogram.min()).isEqualTo(values[0]);
    assertThat(histogram.max()).isEqualTo(values[values.length - 1]);
    assertThat(histogram.count()).isEqualTo(values.length);
  }

  @Test
  void shouldBeExactForSmallValues() {
    Histogram histogram = new Histogram();
    for (int i = 0; i < 64; i++) {
      histogram.record(i);
    }

    assertThat(histogram.percentile(50)).isEqualTo(31);
    assertThat(histogram.mean()).isEqualTo(31.5);
  }

  @Test
  void shouldTakeTheLongestDuration() {
    Histogram histogram = new Histogram();
    histogram.record(Long.MAX_VALUE);

    assertThat(histogram.percentile(100)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldBeZeroWithoutValues() {
    assertThat(new Histogram().percentile(99)).isZero();
    assertThat(new Histogram().min()).isZero();
    assertThatThrownBy(() -> new Histogram().percentile(0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
