package ticketd.server;

import java.nio.file.Path;
import java.util.Optional;

/** Where the store is when nobody says. */
final class StorePlace {
  /** The POSIX segment {@code /ticket_shm}: what {@code shm_open("/ticket_shm")} opens. */
  static final String SHARED_MEMORY = "/dev/shm/ticket_shm";

  private static final String NAME = "ticket_shm";

  private StorePlace() {}

  /**
   * In the state directory that the service manager made, else where the user's data are (XDG Base
   * Directory Specification); empty when the environment has none of these.
   */
  static Optional<Path> of(Given given) {
    // systemd separates several state directories by colons; the first is the main one.
    Optional<Path> state =
        given.variable("STATE_DIRECTORY").map(directories -> Path.of(directories.split(":", 2)[0]));
    return state
        .or(() -> dataHome(given).map(home -> home.resolve("ticketd")))
        .map(directory -> directory.resolve(NAME));
  }

  private static Optional<Path> dataHome(Given given) {
    return given
        .variable("XDG_DATA_HOME")
        .map(Path::of)
        // The specification: paths that are not absolute are to be ignored.
        .filter(Path::isAbsolute)
        .or(() -> given.variable("HOME").map(home -> Path.of(home, ".local", "share")));
  }
}
