package ticketd.client.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.client.screen.OwnFolder;

/**
 * Where the requests typed are kept between runs: for their owner's eyes only. A regular file of
 * ours, that is, not followed to through a link; nothing else is read, written or given a mode.
 */
final class HistoryFile {
  static final int MOST_LINES = 1000;

  /** More than so many lines of the longest pasted texts. */
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  /** There is something in its place that is left alone. */
  static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1;

    private final String file;
    private final String reason;

    /**
     * What is wrong.
     *
     * @param reason a key of the client's texts, or what the system says
     */
    private UnusableException(Path file, String reason) {
      super(file + ": " + reason);
      this.file = file.toString();
      this.reason = reason;
    }

    String file() {
      return file;
    }

    String reason() {
      return reason;
    }
  }

  private final Path file;
  private final List<String> requests;

  private HistoryFile(Path file, List<String> requests) {
    this.file = file;
    this.requests = requests;
  }

  /**
   * {@code $XDG_STATE_HOME/ticketd/history}, else {@code $HOME/.local/state/ticketd/history},
   * created where it is missing, its directory 0700, the file 0600; empty where neither is set, or
   * the directory is not there and cannot be made, so that nothing is remembered. A home is never
   * made.
   */
  static Optional<HistoryFile> open(Map<String, String> environment) throws UnusableException {
    Optional<Path> found = OwnFolder.ofState(environment);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Path folder = found.get();
    try {
      OwnFolder.create(folder);
    } catch (IOException e) {
      // A home that cannot be written (a service account, a read-only disk) is no reason to speak.
      return Optional.empty();
    }
    Path file = folder.resolve("history");
    try {
      create(file);
      List<String> all = read(file);
      List<String> latest = all.subList(Math.max(0, all.size() - MOST_LINES), all.size());
      if (all.size() > 2 * MOST_LINES) {
        OwnFolder.replace(file, latest);
      }
      return Optional.of(
          new HistoryFile(file, latest.stream().map(HistoryFile::unescape).toList()));
    } catch (IOException e) {
      throw new UnusableException(file, e.toString());
    }
  }

  private static void create(Path file) throws IOException, UnusableException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OwnFolder.FILE_MODE));
    } catch (FileAlreadyExistsException e) {
      // Looked at below.
    }
    PosixFileAttributes found = OwnFolder.look(file, LinkOption.NOFOLLOW_LINKS);
    if (!found.isRegularFile()) {
      throw new UnusableException(file, "history.no-file");
    }
    if (!OwnFolder.isOurs(found)) {
      throw new UnusableException(file, "history.not-ours");
    }
    if (found.size() > MOST_BYTES) {
      throw new UnusableException(file, "history.too-large");
    }
    if (!found.permissions().equals(OwnFolder.FILE_MODE)) {
      Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .setPermissions(OwnFolder.FILE_MODE);
    }
  }

  /** Its lines as they are. */
  private static List<String> read(Path file) throws IOException, UnusableException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      byte[] bytes = in.readNBytes(MOST_BYTES);
      String all = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return all.lines().filter(line -> !line.isBlank()).toList();
    } catch (CharacterCodingException e) {
      throw new UnusableException(file, "history.not-utf8");
    }
  }

  /** The requests that it held, the latest last. */
  List<String> requests() {
    return requests;
  }

  /** Keeps a request for the next run. */
  void append(String request) throws IOException {
    byte[] line = (escape(request) + "\n").getBytes(StandardCharsets.UTF_8);
    Files.write(
        file, line, StandardOpenOption.WRITE, StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS);
  }

  private static String escape(String request) {
    return request.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
  }

  private static String unescape(String line) {
    StringBuilder request = new StringBuilder(line.length());
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        char escaped = line.charAt(++i);
        c = escaped == 'n' ? '\n' : escaped == 'r' ? '\r' : escaped;
      }
      request.append(c);
    }
    return request.toString();
  }
}
