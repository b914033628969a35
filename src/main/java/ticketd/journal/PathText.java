package ticketd.journal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Paths as they were given to this process. It reads the bytes of its arguments and its environment
 * by the character set of its locale, and writes a file's name by it: in the locale C that is
 * ASCII, and a name with an accent neither comes in nor goes out.
 */
public final class PathText {
  /** What is put in the place of bytes that the character set does not know. */
  private static final char UNKNOWN = '\uFFFD';

  private PathText() {}

  /** Whether the locale cannot spell it, or could not when it came in. */
  public static boolean isUnspellable(String path) {
    return path.indexOf(UNKNOWN) >= 0 || (path.indexOf('\0') < 0 && !isPath(path));
  }

  private static boolean isPath(String text) {
    try {
      return !Path.of(text).toString().isEmpty() || text.isEmpty();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The locale's character set. */
  public static String charset() {
    return System.getProperty("sun.jnu.encoding", "?");
  }
}
