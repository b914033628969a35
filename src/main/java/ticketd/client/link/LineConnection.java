package ticketd.client.link;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A blocking connection of lines. One thread may read while another writes; {@link #close} from any
 * thread ends both.
 */
public final class LineConnection implements Closeable {
  /** Longer than any line a server sends: a ticket with a hundred comments, all escaped. */
  private static final int LONGEST_LINE = 64 << 20;

  private static final int FIRST_CAPACITY = 16 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int start;
  private int end;

  private LineConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * Connects.
   *
   * @throws UnreachableException when nobody answers at that address within {@code timeout}
   */
  public static LineConnection open(ServerAddress address, Duration timeout)
      throws UnreachableException {
    InetSocketAddress resolved = new InetSocketAddress(address.host(), address.port());
    if (resolved.isUnresolved()) {
      throw new UnreachableException(address, new UnknownHostException(address.host()));
    }
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.connect(resolved, Math.toIntExact(timeout.toMillis()));
      return new LineConnection(socket);
    } catch (IOException e) {
      closeQuietly(socket, e);
      throw new UnreachableException(address, e);
    }
  }

  private static void closeQuietly(Socket socket, IOException reason) {
    try {
      socket.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /**
   * Sends the lines, an LF behind each, in one write.
   *
   * @throws IllegalArgumentException when a line holds CR or LF: it would be two requests
   */
  public void send(List<String> lines) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line : lines) {
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
        throw new IllegalArgumentException("a line break inside a request");
      }
      all.append(line).append('\n');
    }
    sendBytes(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Sends the bytes as they are. */
  public void sendBytes(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** How long {@link #read} waits; zero: for ever. */
  public void setReadTimeout(Duration timeout) throws IOException {
    socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
  }

  /**
   * The next line without its terminator; empty when the peer closed. A last line without a
   * terminator is dropped: it was cut.
   *
   * @throws SocketTimeoutException when the read timeout passed first; nothing is lost
   */
  public Optional<String> read() throws IOException {
    int searched = start;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          int stop = i > start && buffer[i - 1] == '\r' ? i - 1 : i;
          String line = new String(buffer, start, stop - start, StandardCharsets.UTF_8);
          start = i + 1;
          return Optional.of(line);
        }
      }
      int done = end - start;
      makeRoom();
      searched = start + done;
      int count = in.read(buffer, end, buffer.length - end);
      if (count < 0) {
        return Optional.empty();
      }
      end += count;
    }
  }

  /** Whether a whole line has been received that {@link #read} has not returned yet. */
  public boolean hasLine() {
    for (int i = start; i < end; i++) {
      if (buffer[i] == '\n') {
        return true;
      }
    }
    return false;
  }

  private void makeRoom() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      if (buffer.length >= LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
  }

  /** Closes the sending side; replies still owed can be read. */
  public void finish() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
