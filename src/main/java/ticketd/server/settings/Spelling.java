package ticketd.server.settings;

import java.time.Duration;
import java.util.List;

/** Durations and sizes as a file of settings spells them, in the largest unit that is exact. */
final class Spelling {
  private static final int KIBI = 1024;
  private static final List<String> UNITS = List.of("", "KiB", "MiB", "GiB", "TiB");

  private Spelling() {}

  /** {@code 10ms}, {@code 30s}, {@code 10m}, {@code 2h}. */
  static String of(Duration duration) {
    if (duration.toMillisPart() != 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() != 0 || duration.isZero()) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() != 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toHours() + "h";
  }

  /** {@code 16}, {@code 64KiB}, {@code 1TiB}. */
  static String of(long bytes) {
    long left = bytes;
    int unit = 0;
    while (left != 0 && left % KIBI == 0 && unit < UNITS.size() - 1) {
      left /= KIBI;
      unit++;
    }
    return left + UNITS.get(unit);
  }
}
