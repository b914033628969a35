package ticketd.client.screen;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Where a person keeps files for themselves alone, and what is true of such files. */
public final class OwnFolder {
  /** Of each file that is kept: read and written by its owner. */
  public static final Set<PosixFilePermission> FILE_MODE =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwx------");
  private static final String NAME = "ticketd";

  private OwnFolder() {}

  /** {@code $XDG_STATE_HOME/ticketd}, else {@code $HOME/.local/state/ticketd}. */
  public static Optional<Path> ofState(Map<String, String> environment) {
    return find(environment, "XDG_STATE_HOME", Path.of(".local", "state"));
  }

  /** {@code $XDG_CONFIG_HOME/ticketd}, else {@code $HOME/.config/ticketd}. */
  public static Optional<Path> ofConfiguration(Map<String, String> environment) {
    return find(environment, "XDG_CONFIG_HOME", Path.of(".config"));
  }

  /** Empty where neither names a place; it need not be there. */
  private static Optional<Path> find(
      Map<String, String> environment, String variable, Path inHome) {
    try {
      Path named = Path.of(environment.getOrDefault(variable, ""));
      if (named.isAbsolute()) {
        return Optional.of(named.resolve(NAME));
      }
      Path home = Path.of(environment.getOrDefault("HOME", ""));
      boolean isHome = home.isAbsolute() && home.getNameCount() > 0 && Files.isDirectory(home);
      return isHome ? Optional.of(home.resolve(inHome).resolve(NAME)) : Optional.empty();
    } catch (InvalidPathException e) {
      // A name that this locale's encoding has no characters for names no file here.
      return Optional.empty();
    }
  }

  /** Makes it, and what it lies in, where that is missing, for its owner alone. */
  public static void create(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path parent = folder.getParent();
    if (parent != null) {
      create(parent);
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(MODE));
      // The umask may have taken what its owner needs to go into it.
      Files.setPosixFilePermissions(folder, MODE);
    } catch (FileAlreadyExistsException e) {
      // Somebody else was first, or what is there is no directory, as the file then tells.
    }
  }

  /** What is there; of a link what it is itself where it is not to be followed. */
  public static PosixFileAttributes look(Path file, LinkOption... options) throws IOException {
    return Files.readAttributes(file, PosixFileAttributes.class, options);
  }

  /**
   * Writes a file of that mode in place of the one that is there, if any: whoever reads it finds
   * either as a whole.
   */
  public static void replace(Path file, List<String> lines) throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path next =
        Files.createTempFile(folder, "next", "", PosixFilePermissions.asFileAttribute(FILE_MODE));
    try {
      Files.setPosixFilePermissions(next, FILE_MODE);
      Files.write(next, lines);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  /** What is done under a lock. */
  public interface Work<E extends Exception> {
    void run() throws IOException, E;
  }

  /**
   * Waits until no other process works under this lock of the file, which may be missing, and does
   * so: whoever reads the file and {@linkplain #replace replaces} it loses nothing that somebody
   * else wrote meanwhile. For one thread of a process at a time. The lock is a file of its own,
   * {@code NAME.lock}, which stays.
   */
  public static <E extends Exception> void locked(Path file, Work<E> work) throws IOException, E {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try (FileChannel channel =
        FileChannel.open(
            lock,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(FILE_MODE))) {
      // The umask may have taken what its owner needs the next time.
      Files.setPosixFilePermissions(lock, FILE_MODE);
      channel.lock();
      work.run();
    }
  }

  /** Whether it is this process's user that owns it. */
  public static boolean isOurs(PosixFileAttributes file) throws IOException {
    Path self = Path.of("/proc/self");
    UserPrincipal us = Files.exists(self) ? Files.getOwner(self) : file.owner();
    return file.owner().equals(us);
  }
}
