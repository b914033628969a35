package ticketd.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A peer with a plain socket. */
final class TextPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final BufferedReader in;

  TextPeer(int port) throws IOException {
    this(InetAddress.getLoopbackAddress(), port);
  }

  TextPeer(InetAddress address, int port) throws IOException {
    socket = new Socket(address, port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  int localPort() {
    return socket.getLocalPort();
  }

  void send(String... lines) throws IOException {
    socket
        .getOutputStream()
        .write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** The reply to one request: its lines up to the status line. */
  List<String> ask(String... lines) throws IOException {
    send(lines);
    List<String> reply = new ArrayList<>();
    do {
      reply.add(line());
    } while (!reply.get(reply.size() - 1).startsWith("["));
    return reply;
  }

  String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new AssertionError("the connection ended");
    }
    return line;
  }

  /** All lines until the server closes. */
  List<String> rest() {
    return in.lines().toList();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
