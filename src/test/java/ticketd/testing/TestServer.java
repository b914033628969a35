package ticketd.testing;

import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.door.PeerLog;
import ticketd.door.Ticker;
import ticketd.journal.FileAccess;
import ticketd.journal.SyncMode;
import ticketd.server.RunningServer;
import ticketd.server.StartException;
import ticketd.server.TicketServer;
import ticketd.server.log.LogFormat;
import ticketd.server.settings.Settings;
import ticketd.wire.Language;

/** A real server in this process, on a free port, with clients to talk to it. */
public final class TestServer implements AutoCloseable {
  /** For connections that a test left open: whatever is owed there, nobody reads it any more. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private final RunningServer server;
  private final ActorSystem<Void> clients;
  private final List<LineClient> open = new ArrayList<>();

  private TestServer(RunningServer server) {
    this.server = server;
    this.clients = ActorSystem.create(Behaviors.empty(), "clients", ConfigFactory.load());
  }

  /** In French, with {@code sync = os}, over the store file {@code tickets} in {@code folder}. */
  public static TestServer start(Path folder) {
    return start(Setup.in(folder));
  }

  public static TestServer start(Setup setup) {
    return start(setup, new QuietLog(), FileAccess.system());
  }

  /** With what a test puts in the place of the log and of the files. */
  public static TestServer start(Setup setup, PeerLog log, FileAccess files) {
    try {
      return new TestServer(TicketServer.start(setup.settings(), log, files, setup.ticker()));
    } catch (StartException e) {
      throw new AssertionError(e);
    }
  }

  /** What a test varies; everything else is as delivered. */
  public record Setup(
      Path file,
      String sync,
      Locale language,
      Settings.Limits limits,
      Duration lockTimeout,
      Optional<HandTime> time,
      boolean http) {
    public static Setup in(Path folder) {
      Settings.Limits limits =
          new Settings.Limits(
              262_144,
              256L << 20,
              10_000,
              Duration.ofMinutes(10),
              Duration.ofSeconds(30),
              Duration.ofSeconds(30),
              Duration.ofMinutes(10));
      return new Setup(
          folder.resolve("tickets"),
          "os",
          Locale.FRENCH,
          limits,
          Duration.ofSeconds(2),
          Optional.empty(),
          true);
    }

    public Setup with(Settings.Limits other) {
      return new Setup(file, sync, language, other, lockTimeout, time, http);
    }

    public Setup syncing(String mode) {
      return new Setup(file, mode, language, limits, lockTimeout, time, http);
    }

    public Setup speaking(Locale other) {
      return new Setup(file, sync, other, limits, lockTimeout, time, http);
    }

    public Setup waitingForLock(Duration most) {
      return new Setup(file, sync, language, limits, most, time, http);
    }

    /** Its connections go by this time. */
    public Setup by(HandTime other) {
      return new Setup(file, sync, language, limits, lockTimeout, Optional.of(other), http);
    }

    /** With the line door alone. */
    public Setup withoutHttp() {
      return new Setup(file, sync, language, limits, lockTimeout, time, false);
    }

    private Ticker ticker() {
      return time.<Ticker>map(hand -> hand).orElseGet(Ticker::system);
    }

    public Settings settings() {
      return new Settings(
          new Settings.Listen(InetAddress.getLoopbackAddress(), 0, false, 1024),
          new Settings.Store(file, SyncMode.of(sync), Duration.ofSeconds(1), lockTimeout),
          limits,
          new Settings.Http(http, Set.of("desk.example"), Set.of()),
          Duration.ofSeconds(10),
          Language.of(language.getLanguage()).orElseThrow(),
          ZoneId.of("Europe/Paris"),
          LogFormat.TEXT,
          time.map(hand -> hand.over(ConfigFactory.load())).orElseGet(ConfigFactory::load));
    }
  }

  public InetSocketAddress address() {
    return server.address();
  }

  public int port() {
    return server.address().getPort();
  }

  public RunningServer server() {
    return server;
  }

  /** A client that nobody has identified yet; closed with the server. */
  public LineClient connect() {
    LineClient client = LineClient.connect(clients, server.address());
    open.add(client);
    return client;
  }

  /** A client identified as {@code name}. */
  public LineClient connect(String name) {
    LineClient client = connect();
    client.status("IDENT " + name);
    return client;
  }

  @Override
  public void close() {
    open.forEach(LineClient::close);
    server
        .stop(GRACE)
        .toCompletableFuture()
        .orTimeout(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
    clients.terminate();
  }
}
