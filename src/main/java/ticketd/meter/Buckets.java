package ticketd.meter;

import java.util.stream.LongStream;

/**
 * The upper bounds of a histogram's buckets, ascending, each within its bucket; one more bucket is
 * above the last. Chosen once: to change them breaks every query over time.
 */
public enum Buckets {
  /** In nanoseconds, from 0.1 ms to 10 s: a page cache, a disk, a disk that is ill. */
  NANOS(
      100_000,
      250_000,
      500_000,
      1_000_000,
      2_500_000,
      5_000_000,
      10_000_000,
      25_000_000,
      50_000_000,
      100_000_000,
      250_000_000,
      500_000_000,
      1_000_000_000,
      2_500_000_000L,
      5_000_000_000L,
      10_000_000_000L),
  /** Of how many something consists. */
  SIZES(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 4096);

  // Never written, which the type does not say.
  @SuppressWarnings("ImmutableEnumChecker")
  private final long[] bounds;

  Buckets(long... bounds) {
    this.bounds = bounds;
  }

  /** How many buckets there are, with the one above the last bound. */
  int count() {
    return bounds.length + 1;
  }

  /** The bucket of a value. */
  int of(long value) {
    int bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]) {
      bucket++;
    }
    return bucket;
  }

  public LongStream bounds() {
    return LongStream.of(bounds);
  }
}
