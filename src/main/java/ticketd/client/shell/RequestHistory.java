package ticketd.client.shell;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jline.reader.impl.history.DefaultHistory;
import ticketd.client.link.RequestLine;

/**
 * The requests typed, to be had again by the arrow keys, and kept in a file where there is one.
 * JLine's own file handling follows links, and ends the program over a byte that is not UTF-8.
 */
final class RequestHistory extends DefaultHistory {
  /** Also one that is malformed. */
  private static final Pattern KEY = Pattern.compile("^ *@[^ ]*");

  private static final Pattern PASSWORD =
      Pattern.compile("\"password\"\\s*:", Pattern.CASE_INSENSITIVE);

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

  /**
   * Whether what was typed, of one line or several, holds a password or a token, or asks for one:
   * in any of its lines, since one may answer another, and whether or not a server would take it.
   */
  static boolean isSecret(String typed) {
    return PASSWORD.matcher(typed).find()
        || Stream.concat(typed.lines(), Stream.of(typed.replace('\n', ' ')))
            .map(line -> RequestLine.parse(KEY.matcher(line.replace('\t', ' ')).replaceFirst("")))
            .anyMatch(RequestLine::isSecret);
  }
}
