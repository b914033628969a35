package ticketd.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which bucket a value falls into, and what comes of many. */
class HistogramTest {
  @ParameterizedTest
  @EnumSource
  void shouldHaveABoundWithinItsBucketAndWhatIsAboveItInTheNext(Buckets buckets) {
    long[] bounds = buckets.bounds().toArray();
    assertThat(bounds).isSorted().doesNotHaveDuplicates();
    assertThat(buckets.of(0)).isZero();
    for (int i = 0; i < bounds.length; i++) {
      assertThat(buckets.of(bounds[i])).isEqualTo(i);
      assertThat(buckets.of(bounds[i] + 1)).isEqualTo(i + 1);
    }
    assertThat(buckets.of(Long.MAX_VALUE)).isEqualTo(buckets.count() - 1);
  }

  @Test
  void shouldCountValuesAndSumThemUp() {
    Histogram sizes = new Histogram(Buckets.SIZES);
    assertThat(sizes.isUsed()).isFalse();
    sizes.observe(1);
    sizes.observe(3, 5);
    sizes.observe(1_000_000);
    assertThat(sizes.isUsed()).isTrue();
    assertThat(sizes.counts()).startsWith(1, 0, 5).endsWith(1);
    assertThat(LongStream.of(sizes.counts()).sum()).isEqualTo(7);
    assertThat(sizes.sum()).isEqualTo(1_000_016);
  }
}
