package ticketd.http;

import java.time.Duration;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import ticketd.door.Peer;

/**
 * What a browser keeps of who asks by it, in a closed desk a token (RFC 6265): for this origin's
 * requests alone, out of reach of scripts.
 */
final class SessionCookie {
  private static final String ATTRIBUTES = "; Path=/; HttpOnly; SameSite=Strict; Max-Age=";

  private SessionCookie() {}

  /** Has the browser of {@code peer} keep {@code value} for so long; not at all where that is 0. */
  static HttpHeader keeping(Peer peer, String value, Duration time) {
    return RawHeader.create(
        "Set-Cookie",
        Who.cookieName(peer.port())
            + "="
            + value
            + ATTRIBUTES
            + time.toSeconds()
            + (peer.encrypted() ? "; Secure" : ""));
  }
}
