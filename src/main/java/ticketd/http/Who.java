package ticketd.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.wire.NameParser;
import ticketd.wire.Refusal;

/**
 * Who a request says it comes from. A desk without accounts takes a name for that, and nothing
 * else: neither {@code Authorization} nor the cookie proves anything. One with accounts takes a
 * token.
 */
final class Who {
  private static final String BASIC = "basic ";
  private static final String BEARER = "bearer ";

  private Who() {}

  /** The name of the cookie that the browser keeps somebody's name in: ports share cookies. */
  static String cookieName(int port) {
    return "ticketd-" + port;
  }

  /**
   * The identity that a request carries: that of {@code authorization} where it is there, else that
   * of the cookie in {@code cookies}; of a cookie that no server of ours made, none.
   *
   * @throws Refusal where {@code authorization} gives no name, or more than a name
   */
  static Optional<Identity> of(
      Optional<String> authorization, Optional<String> cookies, String cookieName) throws Refusal {
    return authorization.isPresent()
        ? Optional.of(ofBasic(authorization.get()))
        : cookies.flatMap(all -> ofCookie(all, cookieName));
  }

  /** The name of {@code Basic name:} (RFC 7617), in UTF-8. */
  private static Identity ofBasic(String authorization) throws Refusal {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(BASIC)) {
      throw NameParser.secretRefused();
    }
    byte[] pair = decoded(authorization.substring(BASIC.length()).strip());
    int colon = new String(pair, StandardCharsets.ISO_8859_1).indexOf(':');
    if (colon < 0 || colon < pair.length - 1) {
      throw NameParser.secretRefused();
    }
    byte[] name = new byte[colon];
    System.arraycopy(pair, 0, name, 0, colon);
    return NameParser.parse(name);
  }

  private static byte[] decoded(String base64) throws Refusal {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw NameParser.secretRefused();
    }
  }

  /**
   * The token that {@code Bearer tkd_…}, or {@code Basic name:tkd_…}, is; of anything else, what is
   * none.
   */
  static String token(String authorization) {
    if (authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return authorization.substring(BEARER.length()).strip();
    } else if (!authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return "";
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<Identity> ofCookie(String cookies, String name) {
    return cookie(cookies, name).flatMap(Who::ofValue);
  }

  /** The value of the cookie of that name. */
  static Optional<String> cookie(String cookies, String name) {
    for (String cookie : cookies.split("[;,]", -1)) {
      int equals = cookie.indexOf('=');
      if (equals > 0 && cookie.substring(0, equals).strip().equals(name)) {
        return Optional.of(cookie.substring(equals + 1).strip());
      }
    }
    return Optional.empty();
  }

  private static Optional<Identity> ofValue(String value) {
    try {
      return Optional.of(NameParser.parse(Base64.getUrlDecoder().decode(value)));
    } catch (IllegalArgumentException | Refusal e) {
      // A stale or foreign cookie is nobody's fault who sends it along.
      return Optional.empty();
    }
  }

  /** The value of a cookie that keeps this name: a name may hold what a cookie may not. */
  static String cookieValue(Identity who) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(who.name().getBytes(StandardCharsets.UTF_8));
  }
}
