package ticketd.testing;

import java.util.Random;

/** The seed of everything random in a test: {@code -Dseed=} repeats a run. */
public final class Seed {
  private Seed() {}

  /** A generator whose seed was printed. */
  public static Random random() {
    return new Random(next());
  }

  /** A seed, printed: the one of {@code -Dseed=}, else one never used before. */
  public static long next() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("-Dseed=" + seed);
    return seed;
  }
}
