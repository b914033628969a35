package ticketd.client.load;

/**
 * A log-linear histogram of durations: 64 buckets for each power of two, so that a value is told to
 * within 1.6 %, in a fixed 30 KiB. For one thread.
 */
public final class Histogram {
  private static final int SUB_BITS = 6;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private static final double ROUNDING = 1e-6;

  private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];
  private long count;
  private long sum;
  private long min = Long.MAX_VALUE;
  private long max;

  /** Counts one duration of {@code nanos}, 0 or more. */
  public void record(long nanos) {
    counts[bucket(nanos)]++;
    count++;
    sum += nanos;
    min = Math.min(min, nanos);
    max = Math.max(max, nanos);
  }

  public long count() {
    return count;
  }

  /** The least duration, exactly; 0 when there is none. */
  public long min() {
    return count == 0 ? 0 : min;
  }

  /** The greatest duration, exactly; 0 when there is none. */
  public long max() {
    return max;
  }

  public double mean() {
    return count == 0 ? 0 : (double) sum / count;
  }

  /**
   * The duration that {@code percent} of all do not exceed, to within 1.6 % above; 0 when there is
   * none.
   *
   * @param percent above 0, up to 100
   */
  public long percentile(double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent: " + percent);
    }
    // 99.9 % of 10,000 is 9,990, whatever binary fractions make of it.
    long wanted = (long) Math.ceil(count * percent / 100 - ROUNDING);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= wanted && seen > 0) {
        return Math.min(highestOf(i), max);
      }
    }
    return 0;
  }

  /** How many durations are at most {@code nanos}, to within 1.6 % of that. */
  public long countUpTo(long nanos) {
    long seen = 0;
    for (int i = 0; i <= Math.min(bucket(nanos), counts.length - 1); i++) {
      seen += counts[i];
    }
    return seen;
  }

  private static int bucket(long nanos) {
    if (nanos < SUB_BUCKETS) {
      return (int) nanos;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - SUB_BITS;
    return (shift + 1) * SUB_BUCKETS + (int) (nanos >>> shift) - SUB_BUCKETS;
  }

  private static long highestOf(int bucket) {
    if (bucket < SUB_BUCKETS) {
      return bucket;
    }
    int shift = bucket / SUB_BUCKETS - 1;
    long lowest = (long) (bucket % SUB_BUCKETS + SUB_BUCKETS) << shift;
    return lowest + (1L << shift) - 1;
  }
}
