package ticketd.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host, perhaps with a port, as {@code Host} and a target in absolute form name it (RFC 3986,
 * section 3.2).
 *
 * @param host in lower case; of an IPv6 address with its brackets
 * @param port as it is written; empty where there is none
 */
record Authority(String host, String port) {
  private static final Pattern FORM =
      Pattern.compile("(\\[[^\\[\\]]*]|[^:\\[\\]@/?#\\s]+)(?::([0-9]{0,5}))?");
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

  /** Empty where {@code text} is none. */
  static Optional<Authority> of(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Authority(
                matcher.group(1).toLowerCase(Locale.ROOT),
                Optional.ofNullable(matcher.group(2)).orElse("")))
        : Optional.empty();
  }

  /** Whether no name server has a say in where it leads. */
  boolean isAddress() {
    return address(host).isPresent();
  }

  /** The address that {@code literal} is, an IPv6 one in brackets or not; no name is looked up. */
  static Optional<InetAddress> address(String literal) {
    String bare =
        literal.startsWith("[") && literal.endsWith("]")
            ? literal.substring(1, literal.length() - 1)
            : literal;
    boolean isIpv6 = bare.indexOf(':') >= 0 && bare.indexOf('%') < 0;
    if (!isIpv6 && (bare.length() != literal.length() || !IPV4.matcher(literal).matches())) {
      return Optional.empty();
    }
    try {
      // In brackets it is never taken for a name.
      return Optional.of(InetAddress.getByName(isIpv6 ? "[" + bare + "]" : bare));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  /** The same without the port that {@code scheme} has by itself. */
  Authority withoutDefaultPort(String scheme) {
    boolean isDefault =
        (scheme.equals("http") && port.equals("80"))
            || (scheme.equals("https") && port.equals("443"));
    return isDefault ? new Authority(host, "") : this;
  }
}
