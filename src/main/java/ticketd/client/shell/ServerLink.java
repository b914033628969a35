package ticketd.client.shell;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import ticketd.client.link.Broken;
import ticketd.client.link.Connection;
import ticketd.client.link.Desk;
import ticketd.client.link.Incoming;
import ticketd.client.link.RequestLine;
import ticketd.client.link.Server;
import ticketd.client.link.ServerAddress;
import ticketd.client.link.UnreachableException;
import ticketd.wire.ErrorCode;
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

  private static final Duration RESTORE_TIMEOUT = Duration.ofSeconds(10);

  private final SessionState state;
  private final Listener listener;
  private final Object lock = new Object();

  /** Sent and not answered; filled under the lock, so that their order is that of the bytes. */
  private final Deque<Exchange> unanswered = new ArrayDeque<>();

  /** What it knows of losses is under the lock. */
  private final Server server;

  private Optional<Connection> connection = Optional.empty();
  private boolean closed;

  /** Why the server did not take it back, as it said last since it was there; else empty. */
  private String lastRefusal = "";

  /** Whether nobody could read what went over the connection that there is, or was last. */
  private volatile boolean keepsSecrets;

  private ServerLink(ServerAddress address, SessionState state, Listener listener) {
    this.server = new Server(address);
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
    Connection first = link.server.connect();
    link.keepsSecrets = first.keepsSecrets();
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

  /** Sends an exchange's lines if there is a connection and nothing is under way. */
  boolean sendNow(Exchange exchange) {
    synchronized (lock) {
      boolean free = connection.isPresent() && unanswered.isEmpty();
      if (free) {
        transmit(connection.get(), exchange);
      }
      return free;
    }
  }

  /**
   * Sends an exchange's lines, or loses it while the connection is lost. However the connection
   * ends then, it ends as meant: the listener is not told, and it is not opened again.
   */
  void sendLast(Exchange exchange) throws InterruptedException {
    synchronized (lock) {
      while (connection.isEmpty() && !server.isLost() && !closed) {
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

  /** Whether a secret may be sent. */
  boolean keepsSecrets() {
    return keepsSecrets;
  }

  boolean isUp() {
    synchronized (lock) {
      return connection.isPresent();
    }
  }

  /** Whether the listener was told of a loss and of no end to it: not before the first use. */
  boolean isLost() {
    synchronized (lock) {
      return server.isLost();
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
  private void transmit(Connection to, Exchange exchange) {
    unanswered.add(exchange);
    try {
      to.send(exchange.lines());
    } catch (IOException e) {
      // The reading thread meets the end as well, behind what the server still had to say, and
      // ends the exchange.
      return;
    }
  }

  private void run(Connection first) {
    Optional<Connection> next = Optional.of(first);
    while (!isClosed()) {
      next.ifPresent(this::serve);
      if (isClosed()) {
        return;
      }
      if (becomesLost()) {
        listener.onLost();
      }
      next = reopen();
    }
  }

  private boolean becomesLost() {
    synchronized (lock) {
      boolean news = server.noteGone();
      lock.notifyAll();
      return news;
    }
  }

  private boolean comesBack() {
    synchronized (lock) {
      return server.noteBack();
    }
  }

  private Optional<Connection> reopen() {
    try {
      server.pause();
      return Optional.of(server.connect());
    } catch (UnreachableException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts this thread", e);
    }
  }

  /** Uses a connection until it ends. */
  private void serve(Connection to) {
    try (to) {
      keepsSecrets = to.keepsSecrets();
      restore(to);
      lastRefusal = "";
      if (comesBack()) {
        listener.onBack();
      }
      synchronized (lock) {
        connection = Optional.of(to);
        lock.notifyAll();
        if (closed) {
          return;
        }
      }
      readReplies(to);
    } catch (IOException e) {
      // Lost, as by the end of the stream.
    }
    loseAll();
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

  private void restore(Connection to) throws IOException {
    for (RequestLine request : state.restoring()) {
      if (request.isOfAccounts() && !to.keepsSecrets()) {
        continue;
      }
      to.send(List.of(request.text()));
      while (true) {
        Incoming incoming = to.next(RESTORE_TIMEOUT);
        if (incoming instanceof Incoming.Event event) {
          onEvent(event);
        } else if (incoming instanceof Incoming.Status status) {
          if (status.code().map(Desk::mayPass).orElse(false)) {
            tellOnce(status.line());
            throw new EOFException(status.line());
          } else if (!status.ok()) {
            listener.onNotRestored(request, status.line());
            if (request.is(Verb.WATCH)) {
              state.forgetWatch();
            } else if (request.is(Verb.AUTH)
                && status.code().equals(Optional.of(ErrorCode.AUTH_FAILED))) {
              state.forgetIdentity();
            }
          }
          break;
        }
      }
    }
  }

  /** Why the server does not take it back yet, which it may say each time. */
  private void tellOnce(String refusal) {
    if (!refusal.equals(lastRefusal)) {
      lastRefusal = refusal;
      listener.onUnasked(refusal);
    }
  }

  private void readReplies(Connection from) throws Broken {
    while (true) {
      from.nextOrPing(() -> ping(from)).ifPresent(this::dispatch);
    }
  }

  private boolean ping(Connection to) {
    synchronized (lock) {
      if (unanswered.isEmpty()) {
        RequestLine ping = RequestLine.parse("PING");
        transmit(to, new Exchange(ping, List.of(ping.text()), line -> {}));
      }
      return unanswered.getFirst().request().is(Verb.PING);
    }
  }

  private void dispatch(Incoming incoming) {
    Optional<Exchange> exchange;
    synchronized (lock) {
      exchange =
          Optional.ofNullable(
              incoming instanceof Incoming.Status ? unanswered.poll() : unanswered.peek());
    }
    if (incoming instanceof Incoming.Event event && !isDataOf(exchange)) {
      onEvent(event);
    } else if (exchange.isEmpty()) {
      listener.onUnasked(incoming.line());
    } else if (incoming instanceof Incoming.Status status) {
      state.onAnswered(exchange.get().request(), exchange.get().lines(), status);
      exchange.get().answer(status);
    } else {
      exchange.get().data(incoming.line());
    }
  }

  /** In JSON the data lines of HISTORY are events as well. */
  private boolean isDataOf(Optional<Exchange> exchange) {
    return state.isJson() && exchange.isPresent() && exchange.get().request().is(Verb.HISTORY);
  }

  private void onEvent(Incoming.Event event) {
    state.onEvent(event.seq());
    listener.onEvent(event.line());
  }
}
