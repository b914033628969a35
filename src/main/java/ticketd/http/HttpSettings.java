package ticketd.http;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * What the gate goes by.
 *
 * @param hosts the names, in lower case, that this server is called by, beside its addresses and
 *     {@code localhost}
 * @param proxies whose word about the peer behind them is taken
 * @param port that is listened on; asked for when a request has come
 */
public record HttpSettings(Set<String> hosts, Set<InetAddress> proxies, IntSupplier port) {
  public HttpSettings {
    hosts = Set.copyOf(hosts);
    proxies = Set.copyOf(proxies);
  }
}
