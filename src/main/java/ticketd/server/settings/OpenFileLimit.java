package ticketd.server.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How many files, sockets included, this process may have open. */
public final class OpenFileLimit {
  /**
   * What is kept back from connections: the jar, the store, the JVM and its selectors (about 40),
   * and connections that are being refused or that linger.
   */
  static final int RESERVE = 128;

  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final Pattern SOFT_LIMIT =
      Pattern.compile("^Max open files\\s+(\\d+)", Pattern.MULTILINE);

  private OpenFileLimit() {}

  /** The soft limit, which the JVM has raised to the hard one; empty where there is none. */
  public static OptionalLong ofThisProcess() {
    try {
      return in(Files.readString(LIMITS));
    } catch (IOException e) {
      // No Linux: nothing is known of a limit, and what was configured holds.
      return OptionalLong.empty();
    }
  }

  /** In the text of a {@code /proc/<pid>/limits}. */
  static OptionalLong in(String limits) {
    Matcher matcher = SOFT_LIMIT.matcher(limits);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** At most {@code wanted} connections, and fewer where the limit demands it; at least 1. */
  static int connections(int wanted, OptionalLong limit) {
    if (limit.isEmpty()) {
      return wanted;
    }
    long files = limit.getAsLong();
    long allowed = Math.max(files - RESERVE, Math.max(files / 4, 1));
    return (int) Math.min(wanted, allowed);
  }
}
