package ticketd.server;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.wire.ErrorCode;

/**
 * A door that is made with its first connection: until then none of HTTP's classes is loaded, and a
 * server of lines alone neither starts later for it nor is larger.
 */
final class LateHttpDoor implements HttpDoor {
  private final Supplier<HttpDoor> maker;
  private volatile Optional<HttpDoor> made = Optional.empty();

  LateHttpDoor(Supplier<HttpDoor> maker) {
    this.maker = maker;
  }

  @Override
  public Flow<ByteString, ByteString, NotUsed> flow(Peer peer, long started) {
    return door().flow(peer, started);
  }

  @Override
  public ByteString refusal(ErrorCode code) {
    return door().refusal(code);
  }

  private HttpDoor door() {
    return made.orElseGet(this::make);
  }

  private synchronized HttpDoor make() {
    if (made.isEmpty()) {
      made = Optional.of(maker.get());
    }
    return made.get();
  }
}
