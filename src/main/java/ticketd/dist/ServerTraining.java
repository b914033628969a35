package ticketd.dist;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import ticketd.launch.Dispatch;
import ticketd.launch.Invocation;

/**
 * Runs the server over a store of its own and asks it a little, so that the class-data archive that
 * the JVM dumps at the end holds the classes a start and the first requests load ({@code
 * -XX:ArchiveClassesAtExit}). The launcher runs it.
 */
public final class ServerTraining {
  private static final long PATIENCE_MILLIS = 60_000;

  private static final List<String> REQUESTS =
      List.of(
          "PING",
          "IDENT a",
          "SENDTICKET",
          "é",
          "b",
          "@k SENDTICKET {\"title\":\"x\",\"tags\":[\"t\"]}",
          "COMMENT 1 x",
          "TAKE 1",
          "CLOSE 1",
          "LIST tag:t sort:-id limit:5",
          "SHOW 1",
          "HISTORY 1",
          "STATS",
          "WATCH since:0",
          "FORMAT json",
          "LIST",
          "SHOW 1",
          "NOPE",
          "QUIT");

  private ServerTraining() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("ticketd");
    try {
      int port = freePort();
      String store = folder.resolve("store").toString();
      List<String> arguments = List.of("server", "--port", "" + port, "--store", store);
      Invocation invocation = new Invocation(arguments, Optional.empty());
      Thread server = new Thread(() -> Dispatch.run(invocation), "server");
      server.setDaemon(true);
      server.start();
      talk(port);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.delete(folder);
    }
    System.exit(0);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Sends the requests once the server listens, and reads to the end of what it answers. */
  private static void talk(int port) throws IOException, InterruptedException {
    long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (true) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        String lines = String.join("\n", REQUESTS) + "\n";
        socket.getOutputStream().write(lines.getBytes(StandardCharsets.UTF_8));
        InputStream replies = socket.getInputStream();
        replies.readAllBytes();
        return;
      } catch (IOException e) {
        if (System.currentTimeMillis() > deadline) {
          throw e;
        }
        Thread.sleep(20);
      }
    }
  }
}
