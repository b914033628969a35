package ticketd.meter;

import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/**
 * How often values fell into which bucket, and their sum. Any thread observes, at the cost of two
 * additions, and reads.
 */
public final class Histogram {
  private final Buckets buckets;
  private final LongAdder[] counts;
  private final LongAdder sum = new LongAdder();

  public Histogram(Buckets buckets) {
    this.buckets = buckets;
    this.counts = new LongAdder[buckets.count()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  public void observe(long value) {
    observe(value, 1);
  }

  /** Observes {@code value} so many times. */
  public void observe(long value, long times) {
    counts[buckets.of(value)].add(times);
    sum.add(value * times);
  }

  /** Whether anything was observed by now. */
  public boolean isUsed() {
    return LongStream.of(counts()).anyMatch(count -> count > 0);
  }

  public Buckets buckets() {
    return buckets;
  }

  /** Of each bucket alone, the one above the last bound at the end. */
  public long[] counts() {
    long[] read = new long[counts.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = counts[i].sum();
    }
    return read;
  }

  /**
   * Of all values, in their unit; may be ahead of or behind {@link #counts} by what is going on.
   */
  public long sum() {
    return sum.sum();
  }
}
