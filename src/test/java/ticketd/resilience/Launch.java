package ticketd.resilience;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.testing.Jar;

/**
 * How a server process is started. Every {@code with} returns another one.
 *
 * @param store the store's file
 * @param jvm options of the JVM, and settings as {@code -Dticketd.…}
 * @param options of the server's command line
 * @param files how many files it may have open, 0 for as many as this process
 * @param main a main class of the tests in the server's place, empty for the server
 */
record Launch(
    Path store, List<String> jvm, List<String> options, int files, Optional<Class<?>> main) {
  /** A small JVM that starts fast; on any free port, in English. */
  static Launch on(Path store) {
    return new Launch(
        store,
        List.of("-Xmx256m"),
        List.of("--host", "127.0.0.1", "--port", "0", "--lang", "en"),
        0,
        Optional.empty());
  }

  Launch withJvm(String... more) {
    return new Launch(store, concat(jvm, List.of(more)), options, files, main);
  }

  /** {@code setting} without its {@code ticketd.}. */
  Launch with(String setting, String value) {
    return withJvm("-Dticketd." + setting + "=" + value);
  }

  /** The port, the sync mode …: a later option of a name takes the place of an earlier one. */
  Launch withOption(String name, String value) {
    List<String> changed = new ArrayList<>(options);
    int at = changed.indexOf(name);
    if (at >= 0) {
      changed.set(at + 1, value);
    } else {
      changed.addAll(List.of(name, value));
    }
    return new Launch(store, jvm, changed, files, main);
  }

  Launch withFlag(String flag) {
    return new Launch(store, jvm, concat(options, List.of(flag)), files, main);
  }

  Launch onPort(int port) {
    return withOption("--port", String.valueOf(port));
  }

  Launch syncing(String mode) {
    return withOption("--sync", mode);
  }

  Launch withOpenFiles(int limit) {
    return new Launch(store, jvm, options, limit, main);
  }

  Launch withMain(Class<?> other) {
    return new Launch(store, jvm, options, files, Optional.of(other));
  }

  List<String> command() {
    List<String> arguments = concat(options, List.of("--store", store.toString()));
    List<String> java =
        main.map(other -> Jar.main(other, jvm, arguments))
            .orElseGet(() -> Jar.server(jvm, arguments));
    return files == 0 ? java : concat(List.of("prlimit", "--nofile=" + files), java);
  }

  private static List<String> concat(List<String> one, List<String> other) {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}
