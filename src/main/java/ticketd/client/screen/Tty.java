package ticketd.client.screen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Which of the standard streams are a terminal, by Linux's {@code /proc}; where that is missing,
 * none. {@code System.console()} cannot tell: it speaks of all of them together, and since JDK 22
 * of none.
 */
public final class Tty {
  private Tty() {}

  public static boolean isInput() {
    return isTerminal(0);
  }

  public static boolean isOutput() {
    return isTerminal(1);
  }

  public static boolean isError() {
    return isTerminal(2);
  }

  /** Whether the terminal can do no more than print lines. */
  public static boolean isDumb() {
    String type = environment("TERM");
    return type.isEmpty() || type.equals("dumb");
  }

  private static boolean isTerminal(int descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
      return target.startsWith("/dev/pts/")
          || target.startsWith("/dev/tty")
          || target.equals("/dev/console");
    } catch (IOException e) {
      // A closed descriptor has no entry.
      return false;
    }
  }

  private static String environment(String name) {
    String value = System.getenv(name);
    return value == null ? "" : value;
  }
}
