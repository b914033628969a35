package ticketd.client.link;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.screen.Texts;
import ticketd.ticket.Identity;

/** A connection that speaks JSON, in the person's language and name. For one thread. */
final class JsonConnection implements Closeable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  /** What is done while nothing comes. */
  interface Waiting {
    void onLongSilence() throws IOException;
  }

  private final LineConnection connection;
  private Duration timeout = Duration.ZERO;
  private Duration untilLong = Duration.ZERO;
  private Optional<Waiting> waiting = Optional.empty();

  private JsonConnection(LineConnection connection) {
    this.connection = connection;
  }

  static JsonConnection open(ServerAddress address) throws UnreachableException {
    return new JsonConnection(LineConnection.open(address, CONNECT_TIMEOUT));
  }

  /** Has {@code action} done, once, when a line has been waited for so long. */
  void onSilence(Duration after, Waiting action) {
    untilLong = after;
    waiting = Optional.of(action);
  }

  /**
   * Says how to speak and who is here, and sends the first requests, all in one write.
   *
   * @return the refusal of what came before the requests; empty when their own replies are next
   */
  Optional<Incoming.Status> begin(
      Texts texts, Optional<Identity> who, List<String> requests, Duration silence)
      throws Broken, IOException {
    List<String> lines = new ArrayList<>();
    lines.add("FORMAT json");
    lines.add("LANG " + texts.language().wireName());
    who.ifPresent(identity -> lines.add("IDENT " + identity.name()));
    int before = lines.size();
    lines.addAll(requests);
    setReadTimeout(silence);
    send(lines);
    for (int i = 0; i < before; i++) {
      Incoming.Status status = status();
      if (!status.ok()) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  private Incoming.Status status() throws Broken, IOException {
    while (true) {
      if (Incoming.of(line()) instanceof Incoming.Status status) {
        return status;
      }
    }
  }

  void send(List<String> lines) throws Broken {
    try {
      connection.send(lines);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  void setReadTimeout(Duration silence) throws Broken {
    timeout = silence;
    receiveWithin(silence);
  }

  private void receiveWithin(Duration silence) throws Broken {
    try {
      connection.setReadTimeout(silence);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** The next line; a peer that is silent for longer than the read timeout counts as lost. */
  String line() throws Broken, IOException {
    Duration left = timeout;
    if (waiting.isPresent() && untilLong.compareTo(timeout) < 0) {
      receiveWithin(untilLong);
      Optional<String> line = lineInTime();
      if (line.isPresent()) {
        return line.get();
      }
      waiting.get().onLongSilence();
      waiting = Optional.empty();
      left = timeout.minus(untilLong);
    }
    receiveWithin(left);
    try {
      return connection.read().orElseThrow(EOFException::new);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** The next line; empty when the read timeout passed first. */
  Optional<String> lineInTime() throws Broken {
    try {
      return Optional.of(connection.read().orElseThrow(EOFException::new));
    } catch (SocketTimeoutException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** Whether a line is at hand. */
  boolean hasLine() {
    return connection.hasLine();
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
