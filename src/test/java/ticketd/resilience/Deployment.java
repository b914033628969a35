package ticketd.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Two instances of {@code config/ticketd@.service} over {@code config/ticketd.conf}, on free ports
 * which they keep: what the unit's {@code ExecStart} says, another store and jar apart.
 */
record Deployment(Path store, List<List<String>> commands) {
  private static final Path SETTINGS = Path.of("config", "ticketd.conf");

  static Deployment in(Path folder) {
    Path store = folder.resolve("ticket_shm");
    try {
      Path settings = folder.resolve("ticketd.conf");
      Files.writeString(
          settings, Files.readString(SETTINGS) + "\nticketd.store.file = \"" + store + "\"\n");
      String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
      String jar = System.getProperty("ticketd.jar");
      List<List<String>> commands = new ArrayList<>();
      for (int port : freePorts(2)) {
        commands.add(Unit.read().command(java, jar, settings, String.valueOf(port)));
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

  Cluster start() {
    return Cluster.start(commands);
  }
}
