package ticketd.server.settings;

import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where the store is when nobody says. */
final class StorePlace {
  /** The POSIX segment {@code /ticket_shm}: what {@code shm_open("/ticket_shm")} opens. */
  static final String SHARED_MEMORY = "/dev/shm/ticket_shm";

  private static final String NAME = "ticket_shm";
  private static final String BELOW_DATA = "/ticketd/" + NAME;

  private StorePlace() {}

  /**
   * In the state directory that the service manager made, else where the user's data are (XDG Base
   * Directory Specification), by the name of the variable that says so; empty when the environment
   * has none of these.
   */
  static Optional<GivenPath> of(Given given) {
    // systemd separates several state directories by colons; the first is the main one.
    return in(given, "STATE_DIRECTORY", directories -> directories.split(":", 2)[0] + "/" + NAME)
        // The specification: paths that are not absolute are to be ignored.
        .or(
            () ->
                in(given, "XDG_DATA_HOME", data -> data + BELOW_DATA)
                    .filter(place -> place.text().startsWith("/")))
        .or(() -> in(given, "HOME", home -> home + "/.local/share" + BELOW_DATA));
  }

  private static Optional<GivenPath> in(Given given, String variable, UnaryOperator<String> store) {
    return given.variable(variable).map(value -> new GivenPath(variable, store.apply(value)));
  }
}
