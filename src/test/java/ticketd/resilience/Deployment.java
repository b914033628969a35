package ticketd.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import ticketd.testing.Jar;

/**
 * Instances of {@code config/ticketd@.service} over {@code config/ticketd.conf}, on free ports
 * which they keep: what the unit's {@code ExecStart} says, another store and jar apart, and with
 * the options of a JVM that starts quickly.
 */
record Deployment(Path store, List<List<String>> commands) {
  private static final Path SETTINGS = Path.of("config", "ticketd.conf");

  static Deployment in(Path folder, int instances) {
    Path store = folder.resolve("ticket_shm");
    try {
      Path settings = folder.resolve("ticketd.conf");
      Files.writeString(
          settings, Files.readString(SETTINGS) + "\nticketd.store.file = \"" + store + "\"\n");
      String jar = Jar.path().toString();
      List<List<String>> commands = new ArrayList<>();
      for (int port : freePorts(instances)) {
        List<String> words =
            Unit.read().command(Jar.program(), jar, settings, String.valueOf(port));
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

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
    } finally {
      for (ServerSocket socket : held) {
        socket.close();
      }
    }
    return ports;
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
