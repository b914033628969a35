package ticketd.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpMessage;
import ticketd.door.AddressLiteral;

/**
 * Where a request comes from.
 *
 * @param address of whoever asks, as far as a proxy that is trusted says
 * @param isLocal whether it comes from this host, and through no proxy
 */
record Caller(InetAddress address, boolean isLocal) {
  /**
   * The caller behind {@code peer}, whose request may tell of proxies on its way.
   *
   * @param proxies whose word is taken
   */
  static Caller of(HttpMessage request, InetAddress peer, Set<InetAddress> proxies) {
    Optional<String> forwardedFor = Heads.value(request, "x-forwarded-for");
    boolean isForwarded =
        forwardedFor.isPresent()
            || Heads.value(request, "forwarded").isPresent()
            || Heads.value(request, "via").isPresent();
    return new Caller(
        proxies.contains(peer) ? forwardedFor.flatMap(Caller::last).orElse(peer) : peer,
        peer.isLoopbackAddress() && !isForwarded);
  }

  /** What the nearest proxy added; those before it anybody may have written. */
  private static Optional<InetAddress> last(String forwardedFor) {
    String last = forwardedFor.substring(forwardedFor.lastIndexOf(',') + 1).strip();
    return AddressLiteral.parse(last)
        .or(() -> Authority.of(last).flatMap(it -> AddressLiteral.parse(it.host())));
  }
}
