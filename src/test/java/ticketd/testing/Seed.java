package ticketd.testing;

import java.util.Random;

/**
 * The seed of everything random in a test: the same in every build, so that a failure tells of the
 * change and not of the draw, and a new one under {@code mvn -Pdeep}. {@code -Dseed=} repeats a
 * run.
 */
public final class Seed {
  private static final long EVERY_BUILD = 12345;

  private Seed() {}

  /** A generator whose seed was printed. */
  public static Random random() {
    return new Random(next());
  }

  /** A seed, printed. */
  public static long next() {
    long seed = Long.getLong("seed", Size.DEEP ? System.nanoTime() : EVERY_BUILD);
    System.out.println("-Dseed=" + seed);
    return seed;
  }
}
