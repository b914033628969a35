package ticketd.client.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the requests typed are kept between runs: for their owner's eyes only. A regular file of
 * ours, that is, not followed to through a link; nothing else is read, written or given a mode.
 */
final class HistoryFile {
  static final int MOST_LINES = 1000;

  /** More than so many lines of the longest pasted texts. */
  private static final int MOST_BYTES = 64 * 1024 * 1024;

  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> FOLDER_MODE =
      PosixFilePermissions.fromString("rwx------");

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
    Optional<Path> state = state(environment);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    Path folder = state.get().resolve("ticketd");
    try {
      createFolder(folder);
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
        replace(file, latest);
      }
      return Optional.of(
          new HistoryFile(file, latest.stream().map(HistoryFile::unescape).toList()));
    } catch (IOException e) {
      throw new UnusableException(file, e.toString());
    }
  }

  private static Optional<Path> state(Map<String, String> environment) {
    try {
      Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
      if (state.isAbsolute()) {
        return Optional.of(state);
      }
      Path home = Path.of(environment.getOrDefault("HOME", ""));
      boolean isHome = home.isAbsolute() && home.getNameCount() > 0 && Files.isDirectory(home);
      return isHome ? Optional.of(home.resolve(".local").resolve("state")) : Optional.empty();
    } catch (InvalidPathException e) {
      // A name that this locale's encoding has no characters for names no file here.
      return Optional.empty();
    }
  }

  private static void createFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      createFolder(parent);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(FOLDER_MODE));
      // The umask may have taken what its owner needs to go into it.
      Files.setPosixFilePermissions(folder, FOLDER_MODE);
    } catch (FileAlreadyExistsException e) {
      // Another client was first, or what is there is no directory, as the file then tells.
    }
  }

  private static void create(Path file) throws IOException, UnusableException {
    try {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(MODE));
    } catch (FileAlreadyExistsException e) {
      // Looked at below.
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    PosixFileAttributes found = view.readAttributes();
    if (!found.isRegularFile()) {
      throw new UnusableException(file, "history.no-file");
    }
    if (!found.owner().equals(us(found.owner()))) {
      throw new UnusableException(file, "history.not-ours");
    }
    if (found.size() > MOST_BYTES) {
      throw new UnusableException(file, "history.too-large");
    }
    if (!found.permissions().equals(MODE)) {
      view.setPermissions(MODE);
    }
  }

  /** Who we are; {@code else} where the system does not tell. */
  private static UserPrincipal us(UserPrincipal otherwise) throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self) ? Files.getOwner(self) : otherwise;
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

  private static void replace(Path file, List<String> lines) throws IOException {
    Path next =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            "history",
            "",
            PosixFilePermissions.asFileAttribute(MODE));
    Files.setPosixFilePermissions(next, MODE);
    Files.write(next, lines);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
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
