package ticketd.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Paths as they were given to this process. It reads the bytes of its arguments and its environment
 * by the character set of its locale, and writes a file's name by it: in the locale C that is
 * ASCII, and a name with an accent neither comes in nor goes out.
 */
public final class PathText {
  /** What is put in the place of bytes that the character set does not know. */
  private static final char UNKNOWN = '\uFFFD';

  private PathText() {}

  /**
   * What of a path the locale cannot spell, or could not when it came in: the path itself or, where
   * that begins in the working directory, the name of this. Empty where it can.
   */
  public static Optional<String> unspellable(String path) {
    if (path.indexOf(UNKNOWN) >= 0) {
      return Optional.of(path);
    }
    try {
      return Path.of(path).isAbsolute() ? Optional.empty() : unspellableDirectory();
    } catch (InvalidPathException e) {
      // That is not spelling, whatever the locale.
      return path.indexOf('\0') < 0 ? Optional.of(path) : Optional.empty();
    }
  }

  /** The JVM puts question marks in its name, and would work in a directory that is called so. */
  private static Optional<String> unspellableDirectory() {
    Path directory = Path.of("").toAbsolutePath();
    String name = directory.toString();
    boolean suspect = name.indexOf(UNKNOWN) >= 0 || name.indexOf('?') >= 0;
    return suspect && !isWorkingDirectory(directory) ? Optional.of(name) : Optional.empty();
  }

  private static boolean isWorkingDirectory(Path directory) {
    try {
      return Files.isSameFile(directory, Path.of("/proc/self/cwd"));
    } catch (IOException e) {
      // There is none of this name.
      return false;
    }
  }

  /** The locale's character set. */
  public static String charset() {
    return System.getProperty("sun.jnu.encoding", "?");
  }
}
