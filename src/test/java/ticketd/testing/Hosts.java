package ticketd.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** Addresses of this host, by which a server sees its peers. */
public final class Hosts {
  private Hosts() {}

  /** An IPv4 address that others could use too; a host without one skips the test. */
  public static InetAddress otherThanLoopback() throws IOException {
    Optional<InetAddress> address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(it -> it.getAddress().length == 4 && !it.isLoopbackAddress())
            .findFirst();
    Assumptions.assumeTrue(address.isPresent(), "this host has no address but loopback");
    return address.orElseThrow();
  }

  /** Everything that a server answers to these bytes in plain, up to the connection's end. */
  public static String told(InetSocketAddress server, String bytes) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server);
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
