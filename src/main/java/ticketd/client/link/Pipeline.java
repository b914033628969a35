package ticketd.client.link;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.screen.Texts;
import ticketd.ticket.Identity;
import ticketd.wire.ErrorCode;

/**
 * Changes sent many at a time, each under a key of its own, and repeated for as long as it is not
 * known what became of them: so each is made once. For one thread.
 */
public final class Pipeline implements Closeable {
  /** A refusal that may pass: the same requests may find another answer. */
  private static final class Passing extends Exception {
    private static final long serialVersionUID = 1;

    private final Failure failure;

    Passing(Incoming.Status status) {
      this.failure = Desk.refusal(status);
    }
  }

  private final Server server;
  private final Texts texts;
  private final Greeting greeting;
  private final Patience patience = Patience.USUAL;
  private Optional<Connection> connection = Optional.empty();
  private List<String> waiting = List.of();

  public Pipeline(ServerAddress address, Texts texts, Identity who) {
    this.server = new Server(address);
    this.texts = texts;
    this.greeting = new Greeting(texts, Optional.of(who));
  }

  /**
   * Sends changes whose answers are asked for next. Nothing is lost when that fails: they are sent
   * again then.
   *
   * @param requests with their keys; so many that the server's and this machine's buffers hold the
   *     answers
   */
  public void send(List<String> requests) throws Failure, IOException {
    waiting = List.copyOf(requests);
    if (connection.isPresent()) {
      try {
        connection.get().send(waiting);
      } catch (Broken e) {
        disconnect();
      }
    }
  }

  /**
   * The answers to what was sent last, in its order.
   *
   * @throws Failure when the server cannot be reached, or refuses whoever asks; what was sent may
   *     have been carried out then
   */
  public List<Incoming.Status> answers() throws Failure, IOException {
    List<Incoming.Status> answers = new ArrayList<>();
    Pauses pauses = Pauses.ofAChange();
    while (true) {
      Failure failure;
      int before = answers.size();
      try {
        if (connection.isEmpty()) {
          connect(answers.size());
        }
        readAll(answers);
        return answers;
      } catch (UnreachableException e) {
        failure = e.toFailure(texts);
        if (!server.wasReached()) {
          throw failure;
        }
      } catch (Passing e) {
        failure = e.failure;
      } catch (Broken e) {
        failure = new Failure(ExitStatus.UNREACHABLE, texts.get("lost"));
      }
      disconnect();
      if (answers.size() > before) {
        pauses = Pauses.ofAChange();
      }
      pause(pauses, failure);
    }
  }

  /** Reads up to the last answer; one that may pass ends the connection, to be asked for again. */
  private void readAll(List<Incoming.Status> answers) throws Passing, IOException {
    Connection from = connection.orElseThrow();
    while (answers.size() < waiting.size()) {
      if (from.next(patience.read()) instanceof Incoming.Status status) {
        if (mayPass(status)) {
          // Those behind it are repeated with it, so that they keep their order.
          throw new Passing(status);
        }
        answers.add(status);
      }
    }
  }

  /**
   * Too many refusals end a connection, and say nothing of the request in whose place they stand.
   */
  private static boolean mayPass(Incoming.Status status) {
    return status.code().isPresent()
        && (status.code().get() == ErrorCode.TOO_MANY_ERRORS || Desk.mayPass(status.code().get()));
  }

  private void connect(int answered) throws Failure, Passing, IOException {
    Connection opened = server.connect();
    connection = Optional.of(opened);
    Optional<Incoming.Status> refused = greeting.begin(opened, List.of(), patience.read());
    if (refused.isPresent()) {
      if (mayPass(refused.get())) {
        throw new Passing(refused.get());
      }
      throw Desk.refusal(refused.get());
    }
    opened.send(waiting.subList(answered, waiting.size()));
  }

  /** A refusal as the end of a command. */
  public static Failure refusal(Incoming.Status status) {
    return Desk.refusal(status);
  }

  private static void pause(Pauses pauses, Failure failure) throws Failure {
    try {
      if (!pauses.pause()) {
        throw failure;
      }
    } catch (InterruptedException e) {
      throw new Failure(ExitStatus.INTERRUPTED, "");
    }
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
