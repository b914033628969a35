package ticketd.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;

/** Addresses as people write them: {@code 127.0.0.1:12345}, {@code [::1]:12345} (RFC 5952). */
final class Addresses {
  private static final int GROUPS = 8;

  private Addresses() {}

  /** Where to go to reach {@code bound} from this host: a wildcard is nowhere to go to. */
  static InetSocketAddress reachable(InetSocketAddress bound) {
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
        : bound;
  }

  static String text(InetSocketAddress address) {
    String host = text(address.getAddress());
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  static String text(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    String full = address.getHostAddress();
    int scope = full.indexOf('%');
    return shortened(address.getAddress()) + (scope < 0 ? "" : full.substring(scope));
  }

  /** Without leading zeros; the first of the longest runs of two or more zero groups is "::". */
  private static String shortened(byte[] bytes) {
    int bestStart = 0;
    int bestLength = 1;
    int length = 0;
    for (int i = 0; i < GROUPS; i++) {
      length = group(bytes, i) == 0 ? length + 1 : 0;
      if (length > bestLength) {
        bestLength = length;
        bestStart = i - length + 1;
      }
    }
    if (bestLength == 1) {
      return groups(bytes, 0, GROUPS);
    }
    return groups(bytes, 0, bestStart) + "::" + groups(bytes, bestStart + bestLength, GROUPS);
  }

  private static String groups(byte[] bytes, int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < to; i++) {
      text.append(i == from ? "" : ":").append(String.format(Locale.ROOT, "%x", group(bytes, i)));
    }
    return text.toString();
  }

  private static int group(byte[] bytes, int index) {
    return ((bytes[2 * index] & 0xFF) << 8) | (bytes[2 * index + 1] & 0xFF);
  }
}
