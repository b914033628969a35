package ticketd.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets each logger write ten warnings or errors in ten seconds, counts the others, and tells how
 * many they were: a fault that comes back a thousand times a second neither fills a disk nor takes
 * a core. {@link ErrorLog} puts it into use, as does {@code config/logback.xml}.
 */
public final class StormFilter extends TurboFilter {
  static final int ENTRIES_A_WINDOW = 10;
  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
  private static final String SELF = StormFilter.class.getName();

  private final Map<String, Integer> written = new HashMap<>();
  private final LongAdder leftOut = new LongAdder();
  private final LongSupplier nanoTime;
  private long windowStart;

  /** For logback. */
  public StormFilter() {
    this(System::nanoTime);
  }

  StormFilter(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
  }

  @Override
  public FilterReply decide(
      @Nullable Marker marker,
      Logger logger,
      Level level,
      @Nullable String format,
      Object @Nullable [] parameters,
      @Nullable Throwable thrown) {
    String name = logger.getName();
    if (!level.isGreaterOrEqual(logger.getEffectiveLevel()) || name.equals(SELF)) {
      return FilterReply.NEUTRAL;
    }
    Map<String, Integer> before = Map.of();
    int number;
    synchronized (written) {
      long now = nanoTime.getAsLong();
      if (now - windowStart > WINDOW_NANOS) {
        before = Map.copyOf(written);
        written.clear();
        windowStart = now;
      }
      number = written.merge(name, 1, Integer::sum);
    }
    before.forEach((storm, entries) -> tellLeftOut(logger.getLoggerContext(), storm, entries));
    if (number <= ENTRIES_A_WINDOW) {
      return FilterReply.NEUTRAL;
    }
    leftOut.increment();
    return FilterReply.DENY;
  }

  /** How many entries were not written by now. */
  long leftOut() {
    return leftOut.sum();
  }

  private static void tellLeftOut(LoggerContext context, String storm, int entries) {
    if (entries > ENTRIES_A_WINDOW) {
      context.getLogger(SELF).warn("{}: {} entries more", storm, entries - ENTRIES_A_WINDOW);
    }
  }
}
