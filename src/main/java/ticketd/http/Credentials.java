package ticketd.http;

import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import ticketd.door.Peer;

/**
 * What the head of a request shows of who sends it, whether or not that is so.
 *
 * @param isForwarded whether it says that a proxy passed it on
 */
record Credentials(Optional<String> authorization, Optional<String> cookies, boolean isForwarded) {
  static Credentials of(HttpRequest request, Peer peer, Caller caller) {
    return new Credentials(
        Heads.value(request, "authorization"),
        Heads.value(request, "cookie"),
        peer.address().isLoopbackAddress() && !caller.isLocal());
  }

  /** Whether there is anything to be looked at. */
  boolean areThere() {
    return authorization.isPresent() || cookies.isPresent();
  }

  /** What is to be a token: the cookie counts where nothing else is there. */
  Optional<String> token(Peer peer) {
    return authorization.isPresent()
        ? Optional.of(Who.token(authorization.get()))
        : cookies.flatMap(all -> Who.cookie(all, Who.cookieName(peer.port())));
  }
}
