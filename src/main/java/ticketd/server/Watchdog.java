package ticketd.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.server.log.InteractionLog;
import ticketd.server.text.Texts;

/**
 * Looks at the server from outside, over its own port, and tells the service manager that it lives.
 * A server that no longer answers is so restarted, whatever the cause.
 */
final class Watchdog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);
  private static final byte[] PING = "PING\n".getBytes(StandardCharsets.US_ASCII);

  private final ServiceManager manager;
  private final Duration interval;
  private final InetSocketAddress server;
  private final InteractionLog log;
  private final Texts texts;
  private volatile boolean closed;

  private Watchdog(
      ServiceManager manager,
      Duration interval,
      InetSocketAddress server,
      InteractionLog log,
      Texts texts) {
    this.manager = manager;
    this.interval = interval;
    this.server = server;
    this.log = log;
    this.texts = texts;
  }

  /** Looks three times within the manager's limit, on a daemon thread, until it is closed. */
  static Watchdog start(
      ServiceManager manager,
      Duration limit,
      InetSocketAddress bound,
      InteractionLog log,
      Texts texts) {
    Watchdog watchdog =
        new Watchdog(manager, limit.dividedBy(3), Addresses.reachable(bound), log, texts);
    Thread thread = new Thread(watchdog::run, "watchdog");
    thread.setDaemon(true);
    thread.start();
    return watchdog;
  }

  /** It gives no sign of life after the look it may be taking, and tells nothing of that. */
  @Override
  public void close() {
    closed = true;
  }

  private void run() {
    try {
      long next = System.nanoTime();
      while (!closed) {
        // By the clock, whatever a look takes: behind one that got no answer two more have room.
        next = Math.max(next + interval.toNanos(), System.nanoTime());
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      ping();
      manager.alive();
    } catch (IOException e) {
      if (!closed) {
        LOG.warn(texts.of("watchdog-silent", e.getMessage()));
      }
    }
  }

  /**
   * Returns when the server answered, or cut the connection, as it does when it has too many:
   * either way it is alive.
   */
  private void ping() throws IOException {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(server.getAddress(), 0));
      String peer = Addresses.text((InetSocketAddress) socket.getLocalSocketAddress());
      log.silence(peer);
      try {
        socket.connect(server, (int) interval.toMillis() / 4);
      } catch (IOException e) {
        log.unsilence(peer);
        throw e;
      }
      socket.setSoTimeout((int) interval.toMillis() / 2);
      exchange(socket);
    }
  }

  private static void exchange(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(PING);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // To the end, so that the server's side closes in order.
      }
    } catch (SocketException e) {
      // Reset: refused, by a server that lives. A time-out is another exception.
      LOG.debug("the watchdog's connection was cut", e);
    }
  }
}
