package ticketd.resilience;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    return bare(store).withJvm(SharedClasses.options().toArray(String[]::new));
  }

  static Launch bare(Path store) {
    return new Launch(
        store,
        List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"),
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

  /** Of the finished jar where there is one ({@code -Dticketd.jar}), else of the classes here. */
  List<String> command() {
    String jar = main.isPresent() ? "" : System.getProperty("ticketd.jar", "");
    List<String> command = new ArrayList<>();
    if (files > 0) {
      command.addAll(List.of("prlimit", "--nofile=" + files));
    }
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    if (Runtime.version().feature() >= 24) {
      // Else the JVM itself warns, JEP 498, and not the server.
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(jvm);
    if (jar.isEmpty()) {
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.add(main.map(Class::getName).orElse("ticketd.Main"));
    } else {
      command.addAll(List.of("-jar", jar));
    }
    command.addAll(options);
    command.addAll(List.of("--store", store.toString()));
    return command;
  }

  private static List<String> concat(List<String> one, List<String> other) {
    List<String> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }
}
