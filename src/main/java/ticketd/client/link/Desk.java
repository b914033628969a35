package ticketd.client.link;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import ticketd.client.screen.Texts;
import ticketd.protocol.ErrorCode;
import ticketd.ticket.Identity;
import ticketd.ticket.RequestKey;

/**
 * A server as a program talks to it: in JSON, identified where a name is given, one request at a
 * time. It connects with the first request. For one thread.
 */
public final class Desk implements Closeable {
  /** What is done with each data line of a reply. */
  public interface DataLines {
    void accept(String line) throws IOException;
  }

  /** A server that is silent for so long in the middle of a reply is taken for lost. */
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);

  /** The same for a change: it is repeated then. */
  private static final Duration CHANGE_TIMEOUT = Duration.ofSeconds(5);

  private final ServerAddress address;
  private final Texts texts;
  private final Optional<Identity> who;
  private final RequestKey key;
  private Optional<JsonConnection> connection = Optional.empty();
  private int changes;

  /** A server whose changes bear a key that nobody chose. */
  public Desk(ServerAddress address, Texts texts, Optional<Identity> who) {
    this(address, texts, who, Keys.random());
  }

  /**
   * A server.
   *
   * @param key of the first change; each further one bears a key made from it, so that the same
   *     changes made again under the same key are made once
   */
  public Desk(ServerAddress address, Texts texts, Optional<Identity> who, RequestKey key) {
    this.address = address;
    this.texts = texts;
    this.who = who;
    this.key = key;
  }

  /**
   * Carries out a reading request.
   *
   * @return the status line
   * @throws Failure when it is refused, or the server cannot be reached or is lost
   * @throws IOException from {@code onData}
   */
  public Incoming.Status read(String request, DataLines onData) throws Failure, IOException {
    try {
      return accepted(exchange(request, READ_TIMEOUT, onData));
    } catch (UnreachableException e) {
      throw e.toFailure(texts);
    } catch (Broken e) {
      throw new Failure(ExitStatus.UNREACHABLE, texts.get("lost"));
    }
  }

  /**
   * Carries out reading requests that are short, sent together; as {@link #read}.
   *
   * @param requests so few that a server's and this machine's buffers hold them
   */
  public void readAll(List<String> requests, DataLines onData) throws Failure, IOException {
    // The first one makes the connection.
    read(requests.get(0), onData);
    List<String> others = requests.subList(1, requests.size());
    try {
      JsonConnection to = connection.orElseThrow();
      to.send(others);
      for (int i = 0; i < others.size(); i++) {
        accepted(reply(to, onData));
      }
    } catch (Broken e) {
      throw new Failure(ExitStatus.UNREACHABLE, texts.get("lost"));
    }
  }

  /**
   * Carries out a change under its key, and repeats it for up to 10 s while it is not known what
   * became of it or the server asks to come back.
   *
   * @return the status line
   * @throws Failure when it is refused, when nobody answers at the address at all, or when the time
   *     is over
   */
  public Incoming.Status change(String request) throws Failure, IOException {
    changes++;
    RequestKey own = changes == 1 ? key : Keys.derived(key, changes);
    Retries retries = new Retries();
    boolean reached = false;
    boolean maybeDone = false;
    while (true) {
      Failure failure;
      try {
        Incoming.Status status =
            exchange("@" + own.text() + " " + request, CHANGE_TIMEOUT, line -> {});
        reached = true;
        if (status.code().isEmpty() || !mayPass(status.code().get())) {
          return accepted(status);
        }
        maybeDone |= status.code().get() == ErrorCode.IN_DOUBT;
        failure = refusal(status);
      } catch (UnreachableException e) {
        failure = e.toFailure(texts);
        if (!reached) {
          throw failure;
        }
      } catch (Broken e) {
        reached = true;
        maybeDone = true;
        failure = new Failure(ExitStatus.UNREACHABLE, texts.get("lost"));
      }
      disconnect();
      if (!isTimeTo(retries)) {
        throw maybeDone
            ? new Failure(ExitStatus.UNREACHABLE, texts.get("outcome.unknown", key.text()))
            : failure;
      }
    }
  }

  /** Whether the answer was about the server, and the same request may find another one. */
  static boolean mayPass(ErrorCode code) {
    return switch (code) {
      case UNAVAILABLE, IN_DOUBT, SHUTTING_DOWN, TOO_MANY_CONNECTIONS, IDLE -> true;
      default -> false;
    };
  }

  private static boolean isTimeTo(Retries retries) throws Failure {
    try {
      return retries.pause();
    } catch (InterruptedException e) {
      throw new Failure(ExitStatus.INTERRUPTED, "");
    }
  }

  private Incoming.Status exchange(String request, Duration timeout, DataLines onData)
      throws UnreachableException, Broken, IOException {
    if (connection.isEmpty()) {
      JsonConnection opened = JsonConnection.open(address);
      connection = Optional.of(opened);
      Optional<Incoming.Status> refused = opened.begin(texts, who, request, timeout);
      if (refused.isPresent()) {
        return refused.get();
      }
    } else {
      connection.get().setReadTimeout(timeout);
      connection.get().send(List.of(request));
    }
    return reply(connection.get(), onData);
  }

  private static Incoming.Status reply(JsonConnection from, DataLines onData)
      throws Broken, IOException {
    while (true) {
      String line = from.line();
      if (Incoming.of(line) instanceof Incoming.Status status) {
        return status;
      }
      onData.accept(line);
    }
  }

  private Incoming.Status accepted(Incoming.Status status) throws Failure {
    if (status.ok()) {
      return status;
    }
    throw refusal(status);
  }

  /** A refusal as the end of a command. */
  static Failure refusal(Incoming.Status status) {
    return new Failure(
        status.code().map(ExitStatus::of).orElse(ExitStatus.FAILED),
        status.said().code() + ": " + status.said().text());
  }

  private void disconnect() throws IOException {
    if (connection.isPresent()) {
      connection.get().close();
      connection = Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    disconnect();
  }
}
