package ticketd.client.shell;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jline.reader.impl.history.DefaultHistory;

/**
 * The requests typed, to be had again by the arrow keys, and kept in a file where there is one.
 * JLine's own file handling follows links, and ends the program over a byte that is not UTF-8.
 */
final class RequestHistory extends DefaultHistory {
  private final Consumer<IOException> onFailure;
  private Optional<HistoryFile> file;

  /**
   * A history that begins with what the file holds.
   *
   * @param onFailure told once that the file takes nothing any more
   */
  RequestHistory(Optional<HistoryFile> file, Consumer<IOException> onFailure) {
    this.file = file;
    this.onFailure = onFailure;
  }

  @Override
  public void load() {
    file.ifPresent(kept -> kept.requests().forEach(line -> internalAdd(Instant.now(), line)));
  }

  @Override
  public void save() {
    // Each request is kept when it is added.
  }

  @Override
  public void add(Instant time, String typed) {
    String line = SeveralLines.trimmed(typed);
    if (isSecret(line)) {
      return;
    }
    int before = last();
    super.add(time, line);
    if (last() == before || file.isEmpty()) {
      return;
    }
    try {
      file.get().append(line);
    } catch (IOException e) {
      file = Optional.empty();
      onFailure.accept(e);
    }
  }

  /** Whether the request holds a password or a token. */
  static boolean isSecret(String request) {
    String text = request.strip();
    int space = text.startsWith("@") ? text.indexOf(' ') : 0;
    String verb = text.substring(Math.max(0, space)).strip().split("\\s", 2)[0];
    String upper = verb.toUpperCase(Locale.ROOT);
    return upper.equals("AUTH") || upper.equals("PASSWD");
  }
}
