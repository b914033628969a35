package ticketd.http;

import java.net.InetAddress;
import java.util.Set;

/**
 * What the gate goes by.
 *
 * @param hosts the names, in lower case, that this server is called by, beside its addresses and
 *     {@code localhost}
 * @param proxies whose word about the peer behind them is taken
 */
public record HttpSettings(Set<String> hosts, Set<InetAddress> proxies) {
  public HttpSettings {
    hosts = Set.copyOf(hosts);
    proxies = Set.copyOf(proxies);
  }
}
