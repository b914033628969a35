package ticketd.client.shell;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/** Where the lines typed are kept between runs: for their owner's eyes only. */
final class HistoryFile {
  private HistoryFile() {}

  /**
   * {@code $XDG_STATE_HOME/ticketd/history}, else {@code $HOME/.local/state/ticketd/history},
   * created where it is missing, its directory 0700, the file 0600; empty when neither is set or
   * the file cannot be made or written, so that nothing is remembered.
   */
  static Optional<Path> open(Map<String, String> environment) {
    Path state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
    if (!state.isAbsolute()) {
      Path home = Path.of(environment.getOrDefault("HOME", ""));
      if (!home.isAbsolute()) {
        return Optional.empty();
      }
      state = home.resolve(".local").resolve("state");
    }
    Path file = state.resolve("ticketd").resolve("history");
    try {
      Files.createDirectories(state);
      create(file);
      return Files.isWritable(file) ? Optional.of(file) : Optional.empty();
    } catch (IOException e) {
      // A home that cannot be written (a service account, a read-only disk) is no reason to stop.
      return Optional.empty();
    }
  }

  private static void create(Path file) throws IOException {
    try {
      Files.createDirectory(
          file.getParent(),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // It is there: fine.
    }
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } catch (FileAlreadyExistsException e) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
  }
}
