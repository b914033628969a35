package ticketd.client.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;

/** A file's path as it was given to this process. */
final class GivenPath {
  private GivenPath() {}

  /**
   * The path.
   *
   * @throws Failure where the locale, which in C is ASCII, cannot spell it: there is nothing else
   *     that a path could not be
   */
  static Path of(String text, Texts texts) throws Failure {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Failure(ExitStatus.USAGE, unspellable(text, texts));
    }
  }

  static String unspellable(String named, Texts texts) {
    return texts.get(
        "path.unspellable", Visible.line(named), System.getProperty("sun.jnu.encoding", "?"));
  }
}
