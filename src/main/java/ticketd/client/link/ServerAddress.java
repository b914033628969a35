package ticketd.client.link;

import java.util.Optional;
import java.util.regex.Pattern;
import ticketd.credential.Token;

/**
 * Where a server listens; the host is not resolved yet.
 *
 * @param token by which whoever goes there signs in
 */
public record ServerAddress(
    String host, int port, Optional<Encryption> encryption, Optional<Token> token) {
  /** What an address begins with at which TLS is spoken. */
  public static final String TLS = "tls://";

  public static final String DEFAULT_HOST = "127.0.0.1";
  public static final int DEFAULT_PORT = 12345;
  public static final ServerAddress DEFAULT = new ServerAddress(DEFAULT_HOST, DEFAULT_PORT);

  private static final int MAX_PORT = 65_535;

  /** What an address of IPv6 may be made of, a zone behind it. */
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]+(%[\\w.-]+)?");

  /** Spoken to in plain. */
  public ServerAddress(String host, int port) {
    this(host, port, Optional.empty(), Optional.empty());
  }

  /** The same at another port. */
  public ServerAddress at(int another) {
    return new ServerAddress(host, another, encryption, token);
  }

  /** The same, spoken to over TLS. */
  public ServerAddress over(Encryption how) {
    return new ServerAddress(host, port, Optional.of(how), token);
  }

  /** The same, with a token to sign in by. */
  public ServerAddress with(Token shown) {
    return new ServerAddress(host, port, encryption, Optional.of(shown));
  }

  /**
   * The address spelled {@code HOST:PORT}, {@code HOST}, {@code :PORT} or, for IPv6, {@code
   * [HOST]:PORT} or {@code [HOST]}; empty when it is none of these.
   */
  public static Optional<ServerAddress> parse(String text) {
    String host = text;
    String port = "";
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      if (close < 0) {
        return Optional.empty();
      }
      host = text.substring(1, close);
      String rest = text.substring(close + 1);
      if (!rest.isEmpty() && !rest.startsWith(":")) {
        return Optional.empty();
      }
      port = rest.isEmpty() ? "" : rest.substring(1);
      if (host.isEmpty() || rest.equals(":")) {
        return Optional.empty();
      }
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      int colon = text.indexOf(':');
      host = text.substring(0, colon);
      port = text.substring(colon + 1);
      if (port.isEmpty()) {
        return Optional.empty();
      }
    }
    String named = host.isEmpty() ? DEFAULT_HOST : host;
    if (text.isEmpty() || !isHost(named)) {
      return Optional.empty();
    }
    return port.isEmpty()
        ? Optional.of(new ServerAddress(named, DEFAULT_PORT))
        : parsePort(port).map(number -> new ServerAddress(named, number));
  }

  /** Whether an address, however it begins, names a port. */
  public static boolean hasPort(String text) {
    String place = text.startsWith(TLS) ? text.substring(TLS.length()) : text;
    int colon = place.lastIndexOf(':');
    return place.startsWith("[")
        ? colon > 0 && place.charAt(colon - 1) == ']'
        : colon >= 0 && colon == place.indexOf(':');
  }

  /** Whether it can be one: several addresses, or a URL, are none. */
  private static boolean isHost(String name) {
    return name.indexOf(':') < 0
        ? name.chars().noneMatch(c -> c <= ' ' || ",;/@?#".indexOf(c) >= 0)
        : IPV6.matcher(name).matches();
  }

  /** A port from 1 to 65535. */
  public static Optional<Integer> parsePort(String text) {
    if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int port = Integer.parseInt(text);
    return port >= 1 && port <= MAX_PORT ? Optional.of(port) : Optional.empty();
  }

  @Override
  public String toString() {
    String place = host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    return encryption.isPresent() ? TLS + place : place;
  }
}
