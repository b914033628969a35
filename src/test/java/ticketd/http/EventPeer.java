package ticketd.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ticketd.testing.Json;
import ticketd.testing.Waiting;

/** A peer that shows a stream of changes, over a real socket, as slowly as a test likes. */
final class EventPeer implements AutoCloseable {
  /** A block of server-sent events: its fields by their names. */
  record Block(Map<String, String> fields) {
    Optional<String> event() {
      return Optional.ofNullable(fields.get("event"));
    }

    String id() {
      return fields.getOrDefault("id", "");
    }

    boolean isChange() {
      return event().isEmpty() && fields.containsKey("data");
    }

    Map<String, Object> data() {
      return Json.object(fields.getOrDefault("data", "{}"));
    }

    long seq() {
      return Long.parseLong(id().substring(id().indexOf('/') + 1));
    }
  }

  private final Socket socket = new Socket();
  private final InputStream in;
  private final List<String> head = new ArrayList<>();
  private int leftOfChunk;
  private boolean ended;

  private EventPeer(InetSocketAddress server, int receiveBuffer, String request) {
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(server);
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      in = new BufferedInputStream(socket.getInputStream(), 1024);
      for (String line = line(false); !line.isEmpty(); line = line(false)) {
        head.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Server-sent events of {@code /api/v1/events} with that query string and those headers. */
  static EventPeer open(InetSocketAddress server, String query, String... headers) {
    return open(server, 0, query, headers);
  }

  /** The same by a peer whose kernel takes little at a time. */
  static EventPeer open(
      InetSocketAddress server, int receiveBuffer, String query, String... headers) {
    StringBuilder request = new StringBuilder("GET /api/v1/events");
    request.append(query.isEmpty() ? "" : "?" + query).append(" HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    return new EventPeer(server, receiveBuffer, request.append("\r\n").toString());
  }

  /** Sends nothing more. */
  EventPeer finish() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> head() {
    return head;
  }

  int status() {
    return Integer.parseInt(head.get(0).substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
  }

  /** The next block; empty at the stream's end, which must be a good one. */
  Optional<Block> next() {
    Map<String, String> fields = new LinkedHashMap<>();
    Optional<String> line = nextLine();
    while (line.isPresent() && !line.get().isEmpty()) {
      int colon = line.get().indexOf(": ");
      fields.put(line.get().substring(0, colon), line.get().substring(colon + 2));
      line = nextLine();
    }
    return line.isEmpty() ? Optional.empty() : Optional.of(new Block(fields));
  }

  Block block() {
    return next().orElseThrow(() -> new AssertionError("the stream has ended"));
  }

  /** The next change; what else comes before it is passed over. */
  Block change() {
    Block block = block();
    while (!block.isChange()) {
      block = block();
    }
    return block;
  }

  /** The next line; empty at the stream's end, which must be a good one. */
  Optional<String> nextLine() {
    try {
      String line = line(true);
      return ended ? Optional.empty() : Optional.of(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String line(boolean chunked) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = chunked ? chunkedByte() : plainByte(); b >= 0 && b != '\n'; ) {
      line.append((char) b);
      b = chunked ? chunkedByte() : plainByte();
    }
    int end = line.length();
    String read =
        end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    return new String(read.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  private int plainByte() throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the connection ended inside of a reply");
    }
    return b;
  }

  /** A byte of the body; negative at its end. */
  private int chunkedByte() throws IOException {
    if (ended) {
      return -1;
    }
    if (leftOfChunk == 0) {
      leftOfChunk = Integer.parseInt(line(false), 16);
      if (leftOfChunk == 0) {
        line(false);
        ended = true;
        return -1;
      }
    }
    int b = plainByte();
    if (--leftOfChunk == 0) {
      line(false);
    }
    return b;
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
