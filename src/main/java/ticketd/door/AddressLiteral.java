package ticketd.door;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as they are written, about which no name server has a say. */
public final class AddressLiteral {
  private static final Pattern IPV4 =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

  private AddressLiteral() {}

  /** The address that {@code text} is, an IPv6 one in brackets or not; no name is looked up. */
  public static Optional<InetAddress> parse(String text) {
    boolean isBracketed = text.startsWith("[") && text.endsWith("]");
    String bare = isBracketed ? text.substring(1, text.length() - 1) : text;
    boolean isIpv6 = bare.indexOf(':') >= 0 && bare.indexOf('%') < 0;
    if (!isIpv6 && (isBracketed || !IPV4.matcher(bare).matches())) {
      return Optional.empty();
    }
    try {
      // In brackets it is never taken for a name.
      return Optional.of(InetAddress.getByName(isIpv6 ? "[" + bare + "]" : bare));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
