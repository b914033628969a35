package ticketd.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import org.slf4j.LoggerFactory;

/** The log of warnings and errors, on standard error: {@code logback.xml} or another like it. */
public final class LogSetup {
  private static final String TCP_LISTENER = "org.apache.pekko.io.TcpListener";

  private LogSetup() {}

  /**
   * Has an effect before the first logger is made, and only then.
   *
   * @param property by which {@code logback.xml} names its appender
   */
  public static void use(String property, LogFormat format) {
    System.setProperty(property, format.wireName());
  }

  /**
   * Whether Pekko itself reports, with a stack trace, that it cannot bind a port. While the server
   * starts that is told by one plain line instead.
   */
  public static void listenerReports(boolean whether) {
    if (LoggerFactory.getLogger(TCP_LISTENER) instanceof Logger listener) {
      listener.setLevel(whether ? null : Level.OFF);
    }
  }

  /** How many warnings and errors were left out by {@link StormFilter} by now. */
  public static long dropped() {
    long dropped = 0;
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      for (TurboFilter filter : context.getTurboFilterList()) {
        dropped += filter instanceof StormFilter storm ? storm.leftOut() : 0;
      }
    }
    return dropped;
  }

  /** Writes what is still queued; where standard error is blocked, gives up after half a second. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
