package ticketd.server.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import org.slf4j.LoggerFactory;

/** The log of warnings and errors: {@link ErrorLog}, or what a file says in its place. */
public final class LogSetup {
  private static final String TCP_LISTENER = "org.apache.pekko.io.TcpListener";

  /** Where a file may look for the format, as for the setting of that name. */
  static final String FORMAT = "ticketd.log.format";

  private LogSetup() {}

  /** Has an effect before the first logger is made, and only then. */
  public static void use(LogFormat format) {
    System.setProperty(FORMAT, format.wireName());
  }

  static LogFormat format() {
    return LogFormat.JSON.wireName().equals(System.getProperty(FORMAT))
        ? LogFormat.JSON
        : LogFormat.TEXT;
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
