package ticketd.testing;

import java.time.Duration;

/**
 * How much of a thing a test does: what every build has time for or, under {@code mvn -Pdeep}, what
 * a release wants. {@code -Dname=} has the last word.
 */
public final class Size {
  static final boolean DEEP = Boolean.getBoolean("ticketd.deep");

  private Size() {}

  /** A number that {@code -Dname=} gives, else one of these two. */
  public static int of(String name, int brief, int deep) {
    return Integer.getInteger(name, DEEP ? deep : brief);
  }

  /** A time that {@code -Dname=PT30M} gives, else one of these two. */
  public static Duration of(String name, Duration brief, Duration deep) {
    return Duration.parse(System.getProperty(name, (DEEP ? deep : brief).toString()));
  }
}
