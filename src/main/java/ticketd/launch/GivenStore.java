package ticketd.launch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Visible;
import ticketd.journal.JournalException;
import ticketd.journal.PathText;
import ticketd.postgres.DeskUrl;

/** A store as a command names it, a file or a desk's URL, and how what is wrong with it ends. */
final class GivenStore {
  private GivenStore() {}

  static Path file(String text, Texts texts) throws Failure {
    Optional<String> unspellable = PathText.unspellable(text);
    if (unspellable.isPresent()) {
      throw new Failure(
          ExitStatus.USAGE,
          texts.get("path.unspellable", Visible.line(unspellable.get()), PathText.charset()));
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new Failure(ExitStatus.USAGE, shown(e));
    }
  }

  static DeskUrl desk(String text, Texts texts) throws Failure {
    try {
      return DeskUrl.parse(text);
    } catch (IllegalArgumentException e) {
      throw new Failure(ExitStatus.USAGE, texts.get("store.bad-url", shown(e)));
    }
  }

  /** What the command ends with where the store cannot be used. */
  static Failure failure(JournalException fault) {
    int status =
        fault.kind() == JournalException.Kind.UNREACHABLE
            ? ExitStatus.UNREACHABLE
            : ExitStatus.FAILED;
    return new Failure(status, shown(fault));
  }

  private static String shown(RuntimeException fault) {
    return Visible.line(String.valueOf(fault.getMessage()));
  }
}
