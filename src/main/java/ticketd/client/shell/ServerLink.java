package ticketd.client.shell;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import ticketd.client.link.Incoming;
import ticketd.client.link.LineConnection;
import ticketd.client.link.RequestLine;
import ticketd.client.link.ServerAddress;
import ticketd.wire.Verb;

/**
 * A connection that comes back: when it is lost, it is opened again and made what it was, for as
 * long as that takes. In quiet times it pings, so that a person may think. A thread of its own
 * reads; what it receives it hands to the exchange it belongs to, or to the listener.
 */
final class ServerLink implements Closeable {
  /** Told what happens outside an exchange, on the link's thread. */
  interface Listener {
    void onEvent(String line);

    /** A line nobody asked for: the server says why it closes. */
    void onUnasked(String line);

    /** Once, until {@link #onBack}. */
    void onLost();

    void onBack();

    /** On the new connection a request that should have made it what it was is refused. */
    void onNotRestored(RequestLine request, String statusLine);
  }

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration RESTORE_TIMEOUT = Duration.ofSeconds(10);

  /** Shorter than what a server gives a silent connection until its first request. */
  private static final Duration QUIET = Duration.ofSeconds(15);

  /** A ping that has found no answer for so many quiet times: the server is gone. */
  private static final int MOST_QUIET_TIMES = 4;

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final ServerAddress address;
  private final SessionState state;
  private final Listener listener;
  private final Object lock = new Object();

  /** Sent and not answered; filled under the lock, so that their order is that of the bytes. */
  private final Deque<Exchange> unanswered = new ArrayDeque<>();

  private Optional<LineConnection> connection = Optional.empty();
  private boolean lost;
  private boolean closed;

  private ServerLink(ServerAddress address, SessionState state, Listener listener) {
    this.address = address;
    this.state = state;
    this.listener = listener;
  }

  /**
   * Connects.
   *
   * @throws IOException when the server cannot be reached; later losses are mended
   */
  static ServerLink open(ServerAddress address, SessionState state, Listener listener)
      throws IOException {
    ServerLink link = new ServerLink(address, state, listener);
    LineConnection first = LineConnection.open(address, CONNECT_TIMEOUT);
    Thread thread = new Thread(() -> link.run(first), "link");
    thread.setDaemon(true);
    thread.start();
    return link;
  }

  /** Sends an exchange's lines, once there is a connection; after {@link #close} it is lost. */
  void send(Exchange exchange) throws InterruptedException {
    synchronized (lock) {
      while (connection.isEmpty() && !closed) {
        lock.wait();
      }
      if (connection.isEmpty()) {
        exchange.lose();
      } else {
        transmit(connection.get(), exchange);
      }
    }
  }

  /**
   * Sends an exchange's lines, or loses it while the connection is lost. However the connection
   * ends then, it ends as meant: the listener is not told, and it is not opened again.
   */
  void sendLast(Exchange exchange) throws InterruptedException {
    synchronized (lock) {
      while (connection.isEmpty() && !lost && !closed) {
        lock.wait();
      }
      closed = true;
      lock.notifyAll();
      if (connection.isEmpty()) {
        exchange.lose();
      } else {
        transmit(connection.get(), exchange);
      }
    }
  }

  /** Breaks the connection, so that nothing waits for a reply under way; it comes back. */
  void reset() throws IOException {
    synchronized (lock) {
      if (connection.isPresent()) {
        connection.get().close();
      }
    }
  }

  boolean isUp() {
    synchronized (lock) {
      return connection.isPresent();
    }
  }

  /** Whether the listener was told of a loss and of no end to it: not before the first use. */
  boolean isLost() {
    synchronized (lock) {
      return lost;
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      closed = true;
      lock.notifyAll();
      reset();
    }
  }

  /** Needs the lock. */
  private void transmit(LineConnection to, Exchange exchange) {
    unanswered.add(exchange);
    try {
      to.send(exchange.lines());
    } catch (IOException e) {
      // The reading thread meets the end as well, behind what the server still had to say, and
      // ends the exchange.
      return;
    }
  }

  private void run(LineConnection first) {
    Optional<LineConnection> next = Optional.of(first);
    long pause = FIRST_PAUSE_MILLIS;
    while (!isClosed()) {
      if (next.isPresent() && serve(next.get())) {
        pause = FIRST_PAUSE_MILLIS;
      }
      if (isClosed()) {
        return;
      }
      if (becomes(true)) {
        listener.onLost();
      }
      next = reopen(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  /** Sets whether the connection is lost; whether that is news. */
  private boolean becomes(boolean nowLost) {
    synchronized (lock) {
      boolean news = lost != nowLost;
      lost = nowLost;
      lock.notifyAll();
      return news;
    }
  }

  private Optional<LineConnection> reopen(long pauseMillis) {
    try {
      Thread.sleep(pauseMillis);
      return Optional.of(LineConnection.open(address, CONNECT_TIMEOUT));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  /** Uses a connection until it ends; whether it was ready for use at all. */
  private boolean serve(LineConnection to) {
    boolean ready = false;
    try (to) {
      restore(to);
      ready = true;
      if (becomes(false)) {
        listener.onBack();
      }
      synchronized (lock) {
        connection = Optional.of(to);
        lock.notifyAll();
        if (closed) {
          return true;
        }
      }
      readReplies(to);
    } catch (IOException e) {
      // Lost, as by the end of the stream.
    }
    loseAll();
    return ready;
  }

  private void loseAll() {
    synchronized (lock) {
      connection = Optional.empty();
      unanswered.forEach(Exchange::lose);
      unanswered.clear();
    }
  }

  private boolean isClosed() {
    synchronized (lock) {
      return closed;
    }
  }

  private void restore(LineConnection to) throws IOException {
    to.setReadTimeout(RESTORE_TIMEOUT);
    for (RequestLine request : state.restoring()) {
      to.send(List.of(request.text()));
      while (true) {
        String line = to.read().orElseThrow(EOFException::new);
        Incoming incoming = Incoming.of(line);
        if (incoming instanceof Incoming.Event event) {
          onEvent(event, line);
        } else if (incoming instanceof Incoming.Status status) {
          if (!status.ok()) {
            listener.onNotRestored(request, line);
            if (request.is(Verb.WATCH)) {
              state.forgetWatch();
            }
          }
          break;
        }
      }
    }
  }

  private void readReplies(LineConnection from) throws IOException {
    from.setReadTimeout(QUIET);
    int quietTimes = 0;
    while (true) {
      try {
        Optional<String> line = from.read();
        if (line.isEmpty()) {
          return;
        }
        quietTimes = 0;
        dispatch(line.get());
      } catch (SocketTimeoutException e) {
        quietTimes++;
        if (quietTimes > MOST_QUIET_TIMES && isPinging()) {
          return;
        }
        ping(from);
      }
    }
  }

  private void ping(LineConnection to) {
    synchronized (lock) {
      if (unanswered.isEmpty()) {
        RequestLine ping = RequestLine.parse("PING");
        transmit(to, new Exchange(ping, List.of(ping.text()), line -> {}));
      }
    }
  }

  private boolean isPinging() {
    synchronized (lock) {
      Exchange first = unanswered.peek();
      return first != null && first.request().is(Verb.PING);
    }
  }

  private void dispatch(String line) {
    Incoming incoming = Incoming.of(line);
    Optional<Exchange> exchange;
    synchronized (lock) {
      exchange =
          Optional.ofNullable(
              incoming instanceof Incoming.Status ? unanswered.poll() : unanswered.peek());
    }
    if (incoming instanceof Incoming.Event event && !isDataOf(exchange)) {
      onEvent(event, line);
    } else if (exchange.isEmpty()) {
      listener.onUnasked(line);
    } else if (incoming instanceof Incoming.Status status) {
      state.onAnswered(exchange.get().request(), status);
      exchange.get().answer(line, status);
    } else {
      exchange.get().data(line);
    }
  }

  /** In JSON the data lines of HISTORY are events as well. */
  private boolean isDataOf(Optional<Exchange> exchange) {
    return state.isJson() && exchange.isPresent() && exchange.get().request().is(Verb.HISTORY);
  }

  private void onEvent(Incoming.Event event, String line) {
    state.onEvent(event.seq());
    listener.onEvent(line);
  }
}
