package ticketd.dist;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import ticketd.client.command.Commands;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Texts;
import ticketd.launch.Dispatch;
import ticketd.launch.Invocation;
import ticketd.wire.Language;

/**
 * Runs the quick commands against canned replies, so that the class-data archive that the JVM dumps
 * at the end holds the classes they load ({@code -XX:ArchiveClassesAtExit}). The launcher runs it.
 */
public final class ClientTraining {
  private static final String TICKET =
      "{\"id\":1,\"title\":\"é\",\"author\":\"a\",\"status\":\"open\",\"resolution\":null,"
          + "\"priority\":\"normal\",\"assignee\":null,\"tags\":[\"t\"],"
          + "\"createdAt\":\"2026-01-01T00:00:00.000Z\",\"updatedAt\":\"2026-01-01T00:00:00.000Z\","
          + "\"version\":1,\"seq\":1,\"comments\":0}\n";
  private static final String OK = "{\"ok\":true,\"id\":1,\"version\":1,\"seq\":1}\n";

  private static final String[][] COMMANDS = {
    {"list"},
    {"create", "-t", "x", "-b", "y", "-p", "high", "-l", "t", "-a", "me"},
    {"view", "1"},
    {"comment", "1", "x"},
    {"take", "1"},
    {"assign", "1", "me"},
    {"status", "1", "open"},
    {"close", "1", "fixed", "-c", "x"},
    {"reopen", "1"},
    {"edit", "1", "-t", "x"},
    {"tag", "1", "+a"},
    {"history", "1"},
    {"stats"},
    {"list", "--no-such-option"},
  };

  private ClientTraining() {}

  public static void main(String[] args) throws IOException {
    try (ServerSocket lines = listen(ClientTraining::answer);
        ServerSocket tls = listen(peer -> peer.getInputStream().read())) {
      for (String[] command : COMMANDS) {
        run("", lines, command);
      }
      // It comes to nothing, with most of what a handshake needs loaded.
      run(ServerAddress.TLS, tls, "list");
      Commands.loadTerminalClasses(Texts.in(Language.FR));
    }
    System.exit(0);
  }

  private static void run(String scheme, ServerSocket server, String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    String address = scheme + "127.0.0.1:" + server.getLocalPort();
    all.addAll(List.of("--server", address, "--as", "a"));
    Dispatch.run(new Invocation(all, Optional.empty()));
  }

  /** What is done for one connection, before it is closed. */
  private interface Service {
    void serve(Socket peer) throws IOException;
  }

  private static ServerSocket listen(Service service) throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread server = new Thread(() -> serve(socket, service), "canned");
    server.setDaemon(true);
    server.start();
    return socket;
  }

  private static void answer(Socket peer) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(peer.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        peer.getOutputStream().write(reply(line).getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static void serve(ServerSocket socket, Service service) {
    while (true) {
      try (Socket peer = socket.accept()) {
        service.serve(peer);
      } catch (IOException e) {
        // The training is over, or a command has left; the archive is as good without it.
        if (socket.isClosed()) {
          return;
        }
      }
    }
  }

  private static String reply(String line) {
    String request = line.toUpperCase(Locale.ROOT);
    return request.startsWith("LIST") || request.startsWith("SHOW") ? TICKET + OK : OK;
  }
}
