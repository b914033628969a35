package ticketd.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ticketd.testing.Jar;
import ticketd.testing.Ports;

/**
 * Instances of {@code config/ticketd@.service} over {@code config/ticketd.conf}, on free ports
 * which they keep: what the unit's {@code ExecStart} says, another store and jar apart, with the
 * options of a JVM that starts quickly, and with patience for the lock: whoever has it may have to
 * wait for a core.
 */
record Deployment(Path store, List<List<String>> commands) {
  private static final Path SETTINGS = Path.of("config", "ticketd.conf");

  static Deployment in(Path folder, int instances) {
    Path store = folder.resolve("ticket_shm");
    try {
      Path settings = folder.resolve("ticketd.conf");
      Files.writeString(
          settings,
          Files.readString(SETTINGS)
              + "\nticketd.store.file = \""
              + store
              + "\"\nticketd.store.lock-timeout = 30s\n");
      String jar = Jar.path().toString();
      List<List<String>> commands = new ArrayList<>();
      for (int i = 0; i < instances; i++) {
        List<String> words =
            Unit.read().command(Jar.program(), jar, settings, String.valueOf(Ports.free()));
        List<String> command = new ArrayList<>(Jar.java());
        command.addAll(Jar.sharedClasses("server"));
        command.addAll(words.subList(1, words.size()));
        commands.add(command);
      }
      return new Deployment(store, commands);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With another option behind each command. */
  Deployment with(String option, String value) {
    return new Deployment(
        store,
        commands.stream()
            .map(command -> Stream.concat(command.stream(), Stream.of(option, value)).toList())
            .toList());
  }

  Cluster start() {
    return Cluster.start(commands);
  }
}
