package ticketd.client.link;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import ticketd.client.screen.Texts;
import ticketd.credential.Token;
import ticketd.wire.ErrorCode;

/**
 * A blocking connection of lines to a server, with all its time-outs. One thread may read while
 * another writes; {@link #close} from any thread ends both.
 */
public final class Connection implements Closeable {
  /** Asks a server that has been quiet whether it is still there. */
  public interface Ping {
    /** Asks, unless a reply is due anyway; returns whether what is due first is a ping's. */
    boolean send() throws Broken;
  }

  /** Where sockets come from that are not connected yet. */
  public interface Sockets {
    Socket open() throws IOException;
  }

  /** What is done while nothing comes. */
  interface Waiting {
    void onLongSilence() throws IOException;
  }

  private record Notice(Duration after, Waiting action) {}

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** Shorter than what a server gives a silent connection until its first request. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  /** A ping that has found no answer for so many quiet times: the server is gone. */
  private static final int MOST_QUIET_TIMES = 3;

  private static final Duration FAREWELL = Duration.ofMillis(200);

  private static final int FIRST_CAPACITY = 16 * 1024;

  private final Optional<Token> token;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final Lines lines = new Lines(FIRST_CAPACITY);
  private Optional<Notice> notice = Optional.empty();
  private int quietTimes;
  private boolean isPinging;

  private Connection(Socket socket, Optional<Token> token) throws IOException {
    this.token = token;
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  /**
   * Connects.
   *
   * @throws UnreachableException when nobody answers at that address, as {@link #connect}, or
   *     whoever does is not who was called over TLS
   */
  public static Connection open(ServerAddress address) throws UnreachableException {
    Socket plain = connect(Socket::new, address);
    try {
      return new Connection(
          address.encryption().isEmpty() ? plain : encrypted(plain, address), address.token());
    } catch (IOException e) {
      throw unreachable(address, plain, e);
    }
  }

  private static Socket encrypted(Socket plain, ServerAddress address) throws IOException {
    plain.setSoTimeout(millis(CONNECT_TIMEOUT));
    return address.encryption().orElseThrow().over(plain, address.host(), address.port());
  }

  /**
   * A socket that is connected as every connection of ours is. A name may stand for several places,
   * of IPv4 and IPv6 for instance, where only one is served: they are tried in turn.
   *
   * @throws UnreachableException when nobody answers at any of them, for 5 s each; why is said of
   *     the first
   */
  public static Socket connect(Sockets sockets, ServerAddress address) throws UnreachableException {
    try {
      return connect(sockets, List.of(InetAddress.getAllByName(address.host())), address.port());
    } catch (IOException e) {
      throw new UnreachableException(address, e);
    }
  }

  /** As {@link #connect(Sockets, ServerAddress)}, to places that are known. */
  static Socket connect(Sockets sockets, List<InetAddress> places, int port) throws IOException {
    Optional<IOException> first = Optional.empty();
    for (InetAddress place : places) {
      Socket socket = sockets.open();
      try {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        socket.connect(new InetSocketAddress(place, port), millis(CONNECT_TIMEOUT));
        return socket;
      } catch (IOException e) {
        close(socket, e);
        first = first.or(() -> Optional.of(e));
      }
    }
    throw first.orElseThrow();
  }

  private static UnreachableException unreachable(
      ServerAddress address, Socket socket, IOException reason) {
    close(socket, reason);
    return new UnreachableException(address, reason);
  }

  private static void close(Socket socket, IOException reason) {
    try {
      socket.close();
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  /** By which whoever connected signs in. */
  Optional<Token> token() {
    return token;
  }

  /**
   * Whether a secret may be sent: nobody between here and the server can read it. The one place
   * that decides it for every command.
   */
  public boolean keepsSecrets() {
    return keepsSecrets(socket, socket.getInetAddress());
  }

  /**
   * Refuses to send a secret where others could read it.
   *
   * @throws Failure then
   */
  void checkKeepsSecrets(Texts texts) throws Failure {
    if (!keepsSecrets()) {
      throw new Failure(
          ExitStatus.FORBIDDEN, ErrorCode.TLS_REQUIRED.wireName(), texts.get("token.plain"));
    }
  }

  static boolean keepsSecrets(Socket socket, InetAddress server) {
    return socket instanceof SSLSocket || server.isLoopbackAddress();
  }

  /**
   * Signs in by the token of the address, where there is one; nothing else is under way.
   *
   * @throws Failure when it is not accepted, or would be sent in plain to another host, or the
   *     server is lost or says nothing
   */
  public void signIn(Texts texts) throws Failure, IOException {
    if (token.isEmpty()) {
      return;
    }
    checkKeepsSecrets(texts);
    try {
      send(List.of("AUTH " + token.get().text()));
      Incoming line = next(Patience.USUAL.read());
      while (!(line instanceof Incoming.Status)) {
        line = next(Patience.USUAL.read());
      }
      Incoming.Status status = (Incoming.Status) line;
      if (!status.ok()) {
        throw Desk.refusal(status);
      }
    } catch (Broken e) {
      throw new Failure(ExitStatus.UNREACHABLE, e.reason(texts));
    }
  }

  /** Has {@code action} done, once, when {@link #next} has waited for a line for so long. */
  void onSilence(Duration after, Waiting action) {
    notice = Optional.of(new Notice(after, action));
  }

  /**
   * Sends the lines, an LF behind each, in one write.
   *
   * @throws IllegalArgumentException when a line holds CR or LF: it would be two requests
   */
  public void send(List<String> requests) throws Broken {
    StringBuilder all = new StringBuilder();
    for (String line : requests) {
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
        throw new IllegalArgumentException("a line break inside a request");
      }
      all.append(line).append('\n');
    }
    sendBytes(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Sends the bytes as they are. */
  public void sendBytes(byte[] bytes) throws Broken {
    try {
      out.write(bytes);
      out.flush();
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /**
   * The next line.
   *
   * @throws Broken when the connection ended, or the server said nothing for {@code silence}
   * @throws IOException from what is done while nothing comes
   */
  public Incoming next(Duration silence) throws IOException {
    Duration left = silence;
    if (notice.isPresent() && notice.get().after().compareTo(silence) < 0) {
      Notice given = notice.get();
      Optional<Incoming> line = nextWithin(given.after());
      if (line.isPresent()) {
        return line.get();
      }
      given.action().onLongSilence();
      notice = Optional.empty();
      left = silence.minus(given.after());
    }
    return nextWithin(left).orElseThrow(Broken::bySilence);
  }

  /** As {@link #nextOrPing(Duration, Ping)}, for a whole quiet time. */
  public Optional<Incoming> nextOrPing(Ping ping) throws Broken {
    return nextOrPing(QUIET, ping);
  }

  /**
   * The next line; empty when none came for a quiet time, or for {@code most} if that is less. The
   * server was pinged then.
   *
   * @throws Broken when the connection ended, or a ping has found no answer for too long
   */
  Optional<Incoming> nextOrPing(Duration most, Ping ping) throws Broken {
    Optional<Incoming> line = nextWithin(quietTime(most));
    if (line.isPresent()) {
      quietTimes = 0;
      isPinging = false;
      return line;
    }
    if (quietTimes >= MOST_QUIET_TIMES && isPinging) {
      throw Broken.bySilence();
    }
    quietTimes++;
    isPinging = ping.send();
    return line;
  }

  /** A quiet time, or {@code most} if that is less. */
  static Duration quietTime(Duration most) {
    return most.compareTo(QUIET) < 0 ? most : QUIET;
  }

  /** The next line; empty, with nothing lost, when none came for {@code silence}. */
  Optional<Incoming> nextWithin(Duration silence) throws Broken {
    try {
      if (!lines.next()) {
        socket.setSoTimeout(millis(silence));
        while (!lines.next()) {
          if (!lines.receive(in::read)) {
            throw new EOFException();
          }
        }
      }
      return Optional.of(Incoming.of(lines.text()));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw Broken.byForeignWords(e);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** At least one: a socket takes zero for no time-out at all. */
  private static int millis(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.toMillis()));
  }

  /** Whether a line is at hand. */
  public boolean hasLine() {
    return lines.hasNext();
  }

  /** Closes the sending side; replies still owed can be read. */
  public void finish() throws Broken {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** Waits for no more than a moment, whatever the server does. */
  @Override
  public void close() throws IOException {
    if (socket instanceof SSLSocket) {
      try {
        // TLS waits for the other's end as long as for any line before it.
        socket.setSoTimeout(millis(FAREWELL));
      } catch (SocketException e) {
        // It is closed already.
        return;
      }
    }
    socket.close();
  }
}
