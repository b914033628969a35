package ticketd.resilience;

import static ticketd.testing.Waiting.PATIENCE;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.testing.Json;

/**
 * One blocking connection, for load from many threads and for peers that misbehave. A lost
 * connection is an {@link UncheckedIOException}. For one thread.
 */
final class Peer implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  private Peer(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
  }

  static Peer to(InetSocketAddress address) {
    return to(address, 0);
  }

  /** {@code receiveBuffer} bytes at most wait in the kernel to be read here; 0: as usual. */
  static Peer to(InetSocketAddress address, int receiveBuffer) {
    return connect(new Socket(), address, receiveBuffer);
  }

  /** From one of this host's addresses that is not the usual one. */
  static Peer from(String source, InetSocketAddress address) {
    try {
      Socket socket = new Socket();
      socket.bind(new InetSocketAddress(source, 0));
      return connect(socket, address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Peer connect(Socket socket, InetSocketAddress address, int receiveBuffer) {
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.setTcpNoDelay(true);
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.connect(address, (int) PATIENCE.toMillis());
      return new Peer(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends bytes as they are. */
  Peer sendRaw(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Peer sendRaw(String text) {
    return sendRaw(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Files so many thousand tickets of one title, a thousand at once. */
  void file(int thousands, String title) {
    String filing = "SENDTICKET {\"title\":\"" + title + "\"}\n";
    for (int i = 0; i < thousands; i++) {
      sendRaw(filing.repeat(1_000));
      for (int j = 0; j < 1_000; j++) {
        reply();
      }
    }
  }

  /** How many connections the server has, by its own word; this one is among them. */
  int connections() {
    return ask("STATS").stream()
        .filter(line -> line.startsWith(" connections: "))
        .mapToInt(line -> Integer.parseInt(line.substring(14)))
        .sum();
  }

  /** Sends each line with an LF, all at once. */
  Peer send(String... lines) {
    return sendRaw(String.join("\n", lines) + "\n");
  }

  /** Closes the sending side. */
  void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether something has come that was not read yet. */
  boolean hasMore() {
    try {
      return in.available() > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line without its LF; empty at the end of the connection. */
  Optional<String> line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream(128);
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b == '\n') {
          return Optional.of(line.toString(StandardCharsets.UTF_8));
        }
        line.write(b);
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next line; an {@link UncheckedIOException} at the end of the connection. */
  String lineOrLost() {
    return line().orElseThrow(() -> new UncheckedIOException(new IOException("connection closed")));
  }

  /** The lines of the next reply in text format, the status line last. */
  List<String> reply() {
    List<String> reply = new ArrayList<>();
    String line;
    do {
      line = lineOrLost();
      reply.add(line);
    } while (!line.startsWith("["));
    return reply;
  }

  /** Sends a request, returns its reply's lines. */
  List<String> ask(String request) {
    return send(request).reply();
  }

  /** Sends a request, returns its status line. */
  String status(String request) {
    List<String> reply = ask(request);
    return reply.get(reply.size() - 1);
  }

  /** Sends a request in JSON format, or FORMAT json itself, whose reply is one line. */
  Map<String, Object> json(String request) {
    return Json.object(send(request).lineOrLost());
  }

  /** Everything up to the end of the connection, or to its being reset. */
  List<String> rest() {
    List<String> rest = new ArrayList<>();
    try {
      for (Optional<String> line = line(); line.isPresent(); line = line()) {
        rest.add(line.get());
      }
    } catch (UncheckedIOException e) {
      rest.add("reset");
    }
    return rest;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
