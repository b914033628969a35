package ticketd.client.link;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.client.screen.Texts;
import ticketd.protocol.Json;
import ticketd.ticket.Identity;
import ticketd.wire.WatchPosition;

/**
 * The changes of a store as they happen. When the connection is lost it is opened again, as often
 * as that takes, and goes on behind the last change that was seen: none is missed and none comes
 * twice. For one thread.
 */
public final class Watch {
  /**
   * What to watch.
   *
   * @param who in whose name; needed where the query speaks of {@code me}
   * @param since a sequence number, or a generation, {@code /} and a number; empty: from now on
   * @param probe a reading request made on each new connection once the watch is on
   * @param deadline when to end, once the first probe is answered or has had {@link #FOR_A_PROBE};
   *     {@link Instant#MAX}: never
   */
  public record Subject(
      Optional<Identity> who,
      String query,
      String since,
      Optional<String> probe,
      Instant deadline) {}

  /** Told what comes; where that is asked for, it returns whether the watch goes on. */
  public interface Listener {
    boolean onEvent(String line, Json event) throws IOException;

    /** A data line of the probe's reply. */
    boolean onProbe(String line, Json data) throws IOException;

    /** All that has come so far was told: whoever reads should see it. */
    void onQuiet() throws IOException;

    /**
     * The connection is lost and is being opened again.
     *
     * @param message says so to people
     */
    void onLost(String message) throws IOException;

    void onBack() throws IOException;
  }

  /** What the first probe's answer may take, however early the deadline is. */
  private static final Duration FOR_A_PROBE = Duration.ofSeconds(5);

  private final Server server;
  private final Texts texts;
  private final Subject subject;
  private final Listener listener;

  /** When to end, by now. */
  private Instant deadline;

  /** Where to go on, as {@code since:} takes it. */
  private String since;

  /** Where the watch that is on began. */
  private WatchPosition position = WatchPosition.UNKNOWN;

  public Watch(ServerAddress address, Texts texts, Subject subject, Listener listener) {
    this.server = new Server(address);
    this.texts = texts;
    this.subject = subject;
    this.listener = listener;
    this.since = subject.since();
    this.deadline = subject.deadline();
  }

  /**
   * Watches until the listener has enough.
   *
   * @return false when the deadline passed first
   * @throws Failure when the watch is refused, or the server cannot be reached to begin with
   * @throws IOException from the listener
   */
  public boolean run() throws Failure, IOException {
    Instant forAProbe = Instant.now().plus(FOR_A_PROBE);
    if (subject.probe().isPresent() && deadline.isBefore(forAProbe)) {
      deadline = forAProbe;
    }
    while (!isOver()) {
      boolean silent = false;
      try (Connection connection = server.connect()) {
        return watch(connection);
      } catch (UnreachableException e) {
        if (!server.wasReached()) {
          throw e.toFailure(texts);
        }
      } catch (Broken e) {
        silent = e.isSilence();
      }
      if (server.noteGone()) {
        listener.onLost(texts.get(silent ? "link.silent" : "link.lost"));
      }
      pause();
    }
    return false;
  }

  private boolean isOver() {
    return !Instant.now().isBefore(deadline);
  }

  private void pause() throws Failure {
    try {
      server.pause();
    } catch (InterruptedException e) {
      throw new Failure(ExitStatus.INTERRUPTED, "");
    }
  }

  /** Uses one connection; as {@link #run}. */
  private boolean watch(Connection connection) throws Failure, IOException {
    String from = since.isEmpty() ? "" : " since:" + since;
    String request = "WATCH" + from + (subject.query().isEmpty() ? "" : " " + subject.query());
    Optional<Incoming.Status> refused =
        new Greeting(texts, subject.who())
            .begin(connection, List.of(request), Connection.quietTime(left()));
    if (refused.isPresent()) {
      checkAccepted(refused.get());
    }
    boolean started = false;
    while (!isOver()) {
      Optional<Incoming> line =
          connection.nextOrPing(
              left(),
              () -> {
                connection.send(List.of("PING"));
                return true;
              });
      if (line.isEmpty()) {
        continue;
      }
      Incoming incoming = line.get();
      boolean goesOn = true;
      if (incoming instanceof Incoming.Status status) {
        checkAccepted(status);
        if (!started) {
          started = true;
          onStarted(connection, status);
        }
      } else {
        if (incoming instanceof Incoming.Event event) {
          since = position.at(event.seq()).toString();
          goesOn = listener.onEvent(event.line(), event.json());
        } else {
          deadline = subject.deadline();
          goesOn = listener.onProbe(incoming.line(), incoming.json());
        }
      }
      if (!goesOn) {
        return true;
      }
      if (!connection.hasLine()) {
        listener.onQuiet();
      }
    }
    return false;
  }

  private void onStarted(Connection connection, Incoming.Status status) throws IOException {
    position = status.position().orElse(WatchPosition.UNKNOWN);
    since =
        since.isEmpty()
            ? position.toString()
            : position.generation() + "/" + since.substring(since.indexOf('/') + 1);
    if (server.noteBack()) {
      listener.onBack();
    }
    if (subject.probe().isPresent()) {
      connection.send(List.of(subject.probe().get()));
    }
  }

  private static void checkAccepted(Incoming.Status status) throws Broken, Failure {
    if (status.ok()) {
      return;
    }
    boolean passes = status.code().map(Desk::mayPass).orElse(false);
    if (passes) {
      throw new Broken(new EOFException(status.line()));
    }
    throw Desk.refusal(status);
  }

  private Duration left() {
    return Duration.between(Instant.now(), deadline);
  }
}
