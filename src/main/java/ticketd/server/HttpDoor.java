package ticketd.server;

import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.http.HttpEnvironment;
import ticketd.http.HttpFlow;

/**
 * The HTTP door, which is made with its first connection: until then none of its classes is loaded,
 * and a server of lines alone neither starts later for it nor is larger. Thread-safe.
 */
final class HttpDoor {
  private final Supplier<HttpEnvironment> environment;
  private volatile Supplier<HttpFlow> door = this::open;

  HttpDoor(Supplier<HttpEnvironment> environment) {
    this.environment = environment;
  }

  /** One connection, accepted at {@code started} of the ticker, from bytes to bytes. */
  Flow<ByteString, ByteString, NotUsed> flow(Peer peer, long started) {
    return door.get().of(peer, started);
  }

  /** What a connection over the limit is told. */
  ByteString refusal() {
    return door.get().refusal();
  }

  private synchronized HttpFlow open() {
    HttpFlow opened = HttpFlow.create(environment.get());
    door = () -> opened;
    return opened;
  }
}
