package ticketd.server.settings;

import com.typesafe.config.Config;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import ticketd.journal.SyncMode;
import ticketd.postgres.DeskSettings;
import ticketd.server.log.LogFormat;
import ticketd.server.tls.TlsFiles;
import ticketd.ticket.DeskRules;
import ticketd.wire.Language;

/**
 * What the server runs by. Every value is within its range; {@link SettingsLoader} makes it from
 * options, properties, environment and files.
 *
 * @param requireAccounts a desk without accounts is not served, at any address
 * @param rules what the process does on the desk by itself, and does not let happen
 * @param http what is spoken at the port beside lines
 * @param tls by what all that is also spoken encrypted; empty: it is not
 * @param drainTimeout how long the end waits for requests received to be answered
 * @param zone of the dates that are shown and asked for
 * @param actorSystem the whole resolved configuration, for the actor system
 */
public record Settings(
    Listen listen,
    Store store,
    boolean requireAccounts,
    DeskRules rules,
    Limits limits,
    Http http,
    Optional<TlsFiles> tls,
    Duration drainTimeout,
    Language language,
    ZoneId zone,
    LogFormat logFormat,
    Config actorSystem) {

  /**
   * Where connections are accepted.
   *
   * @param port 0: any free one
   * @param exposure what of {@code address} the one who started it takes upon himself
   * @param backlog connections the kernel holds until they are accepted
   */
  public record Listen(InetAddress address, int port, Exposure exposure, int backlog) {
    public boolean isRemote() {
      return exposure.remote();
    }
  }

  /**
   * The shared store.
   *
   * @param sync empty: {@link SyncMode#OS} when the file is on tmpfs, else {@link SyncMode#ALWAYS}
   * @param syncInterval used by {@code interval}
   * @param lockTimeout how long a change waits for the lock that another process holds
   * @param desk where the order is in PostgreSQL, and {@code file} this node's copy of it
   */
  public record Store(
      Path file,
      Optional<SyncMode> sync,
      Duration syncInterval,
      Duration lockTimeout,
      Optional<DeskSettings> desk) {}

  /**
   * The HTTP door.
   *
   * @param enabled whether there is one
   * @param hosts the names that this server goes by, that of {@link Listen} among them, in lower
   *     case
   * @param proxies whose word about the peer behind them is taken
   */
  public record Http(boolean enabled, Set<String> hosts, Set<InetAddress> proxies) {}

  /**
   * What one peer, or all of them together, may take.
   *
   * @param maxLineBytes without the terminator
   * @param unfinishedLinesBytes of all connections together
   * @param maxConnections already below the process's file descriptor limit
   * @param idleTimeout without a byte received while no watch is on
   * @param firstRequestTimeout until the first request is complete
   * @param lineTimeout until a line once begun is complete
   * @param stallTimeout without a byte taken while something is owed
   */
  public record Limits(
      int maxLineBytes,
      long unfinishedLinesBytes,
      int maxConnections,
      Duration idleTimeout,
      Duration firstRequestTimeout,
      Duration lineTimeout,
      Duration stallTimeout) {}
}
