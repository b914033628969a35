package ticketd.client.link;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import ticketd.client.screen.Texts;
import ticketd.ticket.Identity;
import ticketd.ticket.RequestKey;
import ticketd.wire.ErrorCode;

/**
 * A server as a program talks to it: in JSON, identified where a name is given, one request at a
 * time. It connects with the first request. For one thread.
 */
public final class Desk implements Closeable {
  /** What is done with each data line of a reply. */
  public interface DataLines {
    void accept(Incoming line) throws IOException;
  }

  /** What the person is told while a command goes on. */
  public interface Notices {
    void tell(String line) throws IOException;
  }

  private final ServerAddress address;
  private final Texts texts;
  private final Server server;
  private final Greeting greeting;
  private final RequestKey key;
  private final Notices notices;
  private final Patience patience;
  private final Pace pace;
  private Optional<Connection> connection = Optional.empty();
  private int changes;

  /** Whether the attempt under way has let go of its request. */
  private volatile boolean sent;

  /** Whether an attempt before it may have made the change. */
  private volatile boolean maybeDone;

  /** A server whose changes bear a key that nobody chose. */
  public Desk(ServerAddress address, Texts texts, Optional<Identity> who, Notices notices) {
    this(address, texts, who, Keys.random(), notices);
  }

  /**
   * A server.
   *
   * @param key of the first change; each further one bears a key made from it, so that the same
   *     changes made again under the same key are made once
   */
  public Desk(
      ServerAddress address, Texts texts, Optional<Identity> who, RequestKey key, Notices notices) {
    this(address, texts, who, key, notices, Patience.USUAL, Pace.REAL);
  }

  Desk(
      ServerAddress address,
      Texts texts,
      Optional<Identity> who,
      RequestKey key,
      Notices notices,
      Patience patience,
      Pace pace) {
    this.address = address;
    this.texts = texts;
    this.server = new Server(address);
    this.greeting = new Greeting(texts, who);
    this.key = key;
    this.notices = notices;
    this.patience = patience;
    this.pace = pace;
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
      if (connection.isEmpty()) {
        Optional<Incoming.Status> refused = connect(List.of(request), patience.read());
        if (refused.isPresent()) {
          throw refused(refused.get());
        }
      } else {
        connection.get().send(List.of(request));
      }
      return accepted(reply(connection.orElseThrow(), patience.read(), onData));
    } catch (UnreachableException e) {
      throw e.toFailure(texts);
    } catch (Broken e) {
      throw new Failure(ExitStatus.UNREACHABLE, reason(e, patience.read()));
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
      Connection to = connection.orElseThrow();
      to.send(others);
      for (int i = 0; i < others.size(); i++) {
        accepted(reply(to, patience.read(), onData));
      }
    } catch (Broken e) {
      throw new Failure(ExitStatus.UNREACHABLE, reason(e, patience.read()));
    }
  }

  /**
   * Carries out, at most once, a request that bears no key: about accounts, that is. It goes out
   * when the server has answered what comes before it.
   *
   * @param secret whether it holds a secret, or the answer will: then it is sent only where nobody
   *     can read it on its way
   * @return the status line
   * @throws Failure as {@link #change}, and where a secret would be sent in plain
   */
  public Incoming.Status once(String request, boolean secret, DataLines onData)
      throws Failure, IOException {
    sent = false;
    try {
      Connection to = greeted();
      if (secret) {
        to.checkKeepsSecrets(texts);
      }
      sent = true;
      to.send(List.of(request));
      return accepted(reply(to, patience.read(), onData));
    } catch (UnreachableException e) {
      throw e.toFailure(texts);
    } catch (Broken e) {
      String reason = reason(e, patience.read());
      throw sent
          ? new Failure(ExitStatus.UNREACHABLE, texts.get("outcome.unrepeated", reason))
          : nothingDone(reason);
    }
  }

  /** The same, of which no data lines are wanted. */
  public Incoming.Status once(String request, boolean secret) throws Failure, IOException {
    return once(request, secret, line -> {});
  }

  /**
   * Carries out a dialogue, at most once; as {@link #once}. Each answer goes out when it is asked
   * for, so that none is ever taken for a request.
   */
  public Incoming.Status dialogue(String request, List<String> answers)
      throws Failure, IOException {
    Iterator<String> left = answers.iterator();
    return once(
        request,
        true,
        line -> {
          if (line.json().has("prompt") && left.hasNext()) {
            connection.orElseThrow().send(List.of(left.next()));
          }
        });
  }

  /** Connects, where that is not done yet. */
  private Connection greeted() throws Failure, IOException {
    if (connection.isEmpty()) {
      Optional<Incoming.Status> refused = connect(List.of(), patience.read());
      if (refused.isPresent()) {
        throw refused(refused.get());
      }
    }
    return connection.orElseThrow();
  }

  /**
   * Connects, and refuses to go on where a secret may not be sent: before one is asked for. It
   * hangs up then: a person may take longer to answer than a server waits for whoever has not
   * signed in.
   *
   * @throws Failure as {@link #once}
   */
  public void checkKeepsSecrets() throws Failure, IOException {
    try {
      greeted().checkKeepsSecrets(texts);
      disconnect();
    } catch (UnreachableException e) {
      throw e.toFailure(texts);
    } catch (Broken e) {
      throw nothingDone(reason(e, patience.read()));
    }
  }

  private String reason(Broken broken, Duration waited) {
    return broken.isSilence()
        ? texts.get("silent", address, inSeconds(waited))
        : broken.reason(texts);
  }

  private static String inSeconds(Duration duration) {
    return Long.toString(duration.toSeconds());
  }

  /**
   * Carries out a change under its key, and repeats it for a while, usually 10 s, as long as it is
   * not known what became of it or the server asks to come back. Where the process is ended
   * meanwhile, it tells under which key that can be found out.
   *
   * @return the status line
   * @throws Failure when it is refused, when nobody answers at the address at all, or when the time
   *     is over
   */
  public Incoming.Status change(String request) throws Failure, IOException {
    changes++;
    RequestKey own = changes == 1 ? key : Keys.derived(key, changes);
    maybeDone = false;
    sent = false;
    LastWord ifEnded = LastWord.of(this::tellIfInDoubt);
    try {
      return repeated("@" + own.text() + " " + request);
    } finally {
      ifEnded.withdraw();
    }
  }

  private void tellIfInDoubt() {
    try {
      if (sent || maybeDone) {
        notices.tell(texts.get("outcome.unknown", key.text()));
      }
    } catch (IOException e) {
      // Nobody is there any more to be told.
      return;
    }
  }

  private Incoming.Status repeated(String request) throws Failure, IOException {
    Pauses pauses = Pauses.ofAChange(patience, pace);
    while (true) {
      Failure failure;
      try {
        Incoming.Status status = attempt(request);
        if (status.code().isEmpty() || !mayPass(status.code().get())) {
          return accepted(status);
        }
        maybeDone |= status.code().get() == ErrorCode.IN_DOUBT;
        failure = refusal(status);
      } catch (UnreachableException e) {
        failure = e.toFailure(texts);
        if (!server.wasReached()) {
          throw failure;
        }
        failure = nothingDone(failure.line());
      } catch (Broken e) {
        maybeDone |= sent;
        failure = nothingDone(reason(e, patience.repeats()));
      }
      disconnect();
      if (!isTimeTo(pauses)) {
        throw maybeDone
            ? new Failure(ExitStatus.UNREACHABLE, texts.get("outcome.unknown", key.text()))
            : failure;
      }
    }
  }

  private Failure nothingDone(String reason) {
    return new Failure(ExitStatus.UNREACHABLE, texts.get("outcome.none", reason));
  }

  /** Whether the answer was about the server, and the same request may find another one. */
  public static boolean mayPass(ErrorCode code) {
    return switch (code) {
      case UNAVAILABLE, IN_DOUBT, SHUTTING_DOWN, TOO_MANY_CONNECTIONS, IDLE -> true;
      default -> false;
    };
  }

  private static boolean isTimeTo(Pauses pauses) throws Failure {
    try {
      return pauses.pause();
    } catch (InterruptedException e) {
      throw new Failure(ExitStatus.INTERRUPTED, "");
    }
  }

  /**
   * Makes a change, once. It goes out when the server has answered what comes before it: of a
   * server that takes connections and is not at work it is known, then, that it did not get the
   * change.
   */
  private Incoming.Status attempt(String request) throws IOException {
    sent = false;
    if (connection.isEmpty()) {
      Optional<Incoming.Status> refused = connect(List.of(), patience.change());
      if (refused.isPresent()) {
        return refused.get();
      }
    }
    Connection to = connection.orElseThrow();
    sent = true;
    to.send(List.of(request));
    return reply(to, patience.change(), line -> {});
  }

  /**
   * Connects, and sends the first requests behind the greeting.
   *
   * @return the refusal of the greeting: there is no connection then, as the answers to the
   *     requests would be taken for those to others
   */
  private Optional<Incoming.Status> connect(List<String> requests, Duration silence)
      throws IOException {
    Connection opened = server.connect();
    connection = Optional.of(opened);
    opened.onSilence(
        patience.notice(),
        () -> notices.tell(texts.get("waiting", address, inSeconds(patience.notice()))));
    boolean isGreeted = false;
    try {
      Optional<Incoming.Status> refused = greeting.begin(opened, requests, silence);
      isGreeted = refused.isEmpty();
      return refused;
    } finally {
      if (!isGreeted) {
        disconnect();
      }
    }
  }

  private static Incoming.Status reply(Connection from, Duration silence, DataLines onData)
      throws IOException {
    while (true) {
      Incoming line = from.next(silence);
      if (line instanceof Incoming.Status status) {
        return status;
      }
      onData.accept(line);
    }
  }

  private Incoming.Status accepted(Incoming.Status status) throws Failure {
    if (status.ok()) {
      return status;
    }
    throw refused(status);
  }

  /** A refusal as the end of a command: without a connection it is the greeting's. */
  private Failure refused(Incoming.Status status) {
    Failure failure = refusal(status);
    return connection.isEmpty() ? failure.ofEverything() : failure;
  }

  /** A refusal as the end of a command. */
  static Failure refusal(Incoming.Status status) {
    return new Failure(
        status.code().map(ExitStatus::of).orElse(ExitStatus.FAILED),
        status.said().code(),
        status.said().text());
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
