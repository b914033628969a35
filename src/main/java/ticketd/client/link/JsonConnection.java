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

  private final LineConnection connection;

  private JsonConnection(LineConnection connection) {
    this.connection = connection;
  }

  static JsonConnection open(ServerAddress address) throws UnreachableException {
    return new JsonConnection(LineConnection.open(address, CONNECT_TIMEOUT));
  }

  /**
   * Says how to speak and who is here, and sends the first request, all in one write.
   *
   * @return the refusal of what came before the request; empty when its own reply is next
   */
  Optional<Incoming.Status> begin(
      Texts texts, Optional<Identity> who, String request, Duration timeout) throws Broken {
    List<String> lines = new ArrayList<>();
    lines.add("FORMAT json");
    lines.add("LANG " + texts.language().wireName());
    who.ifPresent(identity -> lines.add("IDENT " + identity.name()));
    int before = lines.size();
    lines.add(request);
    setReadTimeout(timeout);
    send(lines);
    for (int i = 0; i < before; i++) {
      Incoming.Status status = status();
      if (!status.ok()) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }

  private Incoming.Status status() throws Broken {
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

  void setReadTimeout(Duration timeout) throws Broken {
    try {
      connection.setReadTimeout(timeout);
    } catch (IOException e) {
      throw new Broken(e);
    }
  }

  /** The next line; a peer that is silent for longer than the read timeout counts as lost. */
  String line() throws Broken {
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
