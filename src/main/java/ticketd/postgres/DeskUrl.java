package ticketd.postgres;

import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a desk is: {@code postgresql://[USER@]HOST[:PORT][,…]/DATABASE[?desk=NAME&…]}.
 *
 * @param user empty: the settings', else this process's
 * @param parameters of the driver, spelled as libpq spells them
 */
public record DeskUrl(
    Optional<String> user,
    List<Host> hosts,
    String database,
    Optional<String> desk,
    Map<String, String> parameters) {
  public static final String SCHEME = "postgresql://";

  private static final String SHORT_SCHEME = "postgres://";
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.:-]*://");
  private static final int PORT = 5432;
  private static final int MOST_PORT = 65_535;
  private static final String DESK = "desk";

  /** Those that libpq and the driver share, and that make sense for a node. */
  private static final Map<String, String> DRIVER_NAMES =
      Map.of(
          "sslmode", "sslmode",
          "sslrootcert", "sslrootcert",
          "sslcert", "sslcert",
          "sslkey", "sslkey",
          "application_name", "ApplicationName",
          "channel_binding", "channelBinding",
          "gssencmode", "gssEncMode");

  /** A server of the cluster. */
  public record Host(String name, int port) {
    @Override
    public String toString() {
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }

    boolean isLoopback() {
      try {
        return InetAddress.getByName(name).isLoopbackAddress();
      } catch (UnknownHostException e) {
        return false;
      }
    }
  }

  /**
   * Whether a store is named by a URL, and no file. One of another kind, such as JDBC's, is refused
   * when it is read: as a file's name it would be a desk of its own, and its password in the log.
   */
  public static boolean isOne(String store) {
    return URL.matcher(store).lookingAt();
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException saying what is wrong, without the password that may stand in
   *     it
   */
  public static DeskUrl parse(String text) {
    Matcher url = URL.matcher(text);
    String scheme = url.lookingAt() ? url.group().toLowerCase(Locale.ROOT) : "";
    if (!scheme.equals(SCHEME) && !scheme.equals(SHORT_SCHEME)) {
      throw new IllegalArgumentException("must begin with " + SCHEME);
    }
    String rest = text.substring(text.indexOf("://") + 3);
    int query = rest.indexOf('?');
    String place = query < 0 ? rest : rest.substring(0, query);
    int slash = place.indexOf('/');
    String authority = slash < 0 ? place : place.substring(0, slash);
    String database = slash < 0 ? "" : decoded(place.substring(slash + 1));
    if (database.isEmpty()) {
      throw new IllegalArgumentException("names no database: " + SCHEME + "HOST/DATABASE");
    }
    int at = authority.lastIndexOf('@');
    Optional<String> user =
        at < 0 ? Optional.empty() : Optional.of(decoded(authority.substring(0, at)));
    if (at >= 0 && authority.substring(0, at).contains(":")) {
      throw new IllegalArgumentException(
          "must not hold a password, which every process list would show: use"
              + " ticketd.store.postgres.password-file, PGPASSFILE or PGPASSWORD");
    }
    Map<String, String> parameters = parameters(query < 0 ? "" : rest.substring(query + 1));
    Optional<String> desk = Optional.ofNullable(parameters.remove(DESK));
    desk.ifPresent(DeskUrl::checkName);
    return new DeskUrl(
        user, hosts(authority.substring(at + 1)), database, desk, Map.copyOf(parameters));
  }

  private static void checkName(String desk) {
    if (desk.isBlank() || desk.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "names a desk by nothing, or by what cannot be seen; allowed: ?desk=NAME");
    }
  }

  private static List<Host> hosts(String text) {
    List<Host> hosts = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      try {
        URI uri = URI.create("x://" + one);
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MOST_PORT) {
          throw new IllegalArgumentException("'" + one + "' is no HOST or HOST:PORT");
        }
        String name = uri.getHost().replaceAll("^\\[|]$", "");
        hosts.add(new Host(name, uri.getPort() < 0 ? PORT : uri.getPort()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("'" + one + "' is no HOST or HOST:PORT", e);
      }
    }
    return List.copyOf(hosts);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new TreeMap<>();
    for (String one : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int equals = one.indexOf('=');
      String name = equals < 0 ? one : one.substring(0, equals);
      if (!name.equals(DESK) && !DRIVER_NAMES.containsKey(name)) {
        throw new IllegalArgumentException(
            "unknown parameter '" + name + "'; allowed: " + allowed());
      }
      parameters.put(name, equals < 0 ? "" : decoded(one.substring(equals + 1)));
    }
    return parameters;
  }

  private static String allowed() {
    Set<String> names = new java.util.TreeSet<>(DRIVER_NAMES.keySet());
    names.add(DESK);
    return String.join(", ", names);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The same with another desk. */
  public DeskUrl withDesk(String name) {
    return new DeskUrl(user, hosts, database, Optional.of(name), parameters);
  }

  /** For the driver, of one of the hosts. */
  Properties properties(Host host) {
    Properties properties = new Properties();
    parameters.forEach((name, value) -> properties.setProperty(DRIVER_NAMES.get(name), value));
    if (!parameters.containsKey("sslmode")) {
      // To whoever else is on the network the desk is an open book, and so is the password.
      properties.setProperty("sslmode", host.isLoopback() ? "prefer" : "verify-full");
    }
    return properties;
  }

  /** As it is shown: without anything secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(SCHEME);
    user.ifPresent(name -> text.append(name).append('@'));
    text.append(String.join(",", hosts.stream().map(Host::toString).toList()));
    text.append('/').append(database);
    desk.ifPresent(name -> text.append("?desk=").append(name));
    return text.toString();
  }
}
