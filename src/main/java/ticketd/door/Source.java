package ticketd.door;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a peer comes from, as far as one person has a say in it: an IPv4 address, or the 64 bits
 * that an IPv6 network is given, all of whose addresses are one source.
 */
public record Source(String network) {
  private static final int NETWORK_BYTES = 8;

  public static Source of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return new Source(
        HexFormat.of()
            .formatHex(
                address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes));
  }
}
