package ticketd.testing;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.door.PeerLog;
import ticketd.door.Ticker;
import ticketd.journal.FileAccess;
import ticketd.journal.SyncMode;
import ticketd.server.Outside;
import ticketd.server.RunningServer;
import ticketd.server.StartException;
import ticketd.server.TicketServer;
import ticketd.server.log.LogFormat;
import ticketd.server.settings.Exposure;
import ticketd.server.settings.Settings;
import ticketd.server.tls.TlsFiles;
import ticketd.ticket.DeskRules;
import ticketd.tls.Credentials;
import ticketd.wire.Language;

/** A real server in this process, on a free port, with clients to talk to it. */
public final class TestServer implements AutoCloseable {
  /** For connections that a test left open: whatever is owed there, nobody reads it any more. */
  private static final Duration GRACE = Duration.ofMillis(100);

  /** What the clients of all servers run in, made with the first: it ends with the process. */
  private static final class Clients {
    static final ActorSystem<Void> SYSTEM =
        ActorSystem.create(
            Behaviors.empty(),
            "clients",
            ConfigFactory.parseString("pekko.daemonic = on").withFallback(ConfigFactory.load()));
  }

  private final RunningServer server;
  private final Optional<TlsTunnel> tunnel;
  private final List<LineClient> open = new ArrayList<>();

  private TestServer(RunningServer server, Optional<TlsTunnel> tunnel) {
    this.server = server;
    this.tunnel = tunnel;
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
      RunningServer server =
          TicketServer.start(
              setup.settings(),
              log,
              new Outside(files, setup.ticker(), setup.clock, ClosedDesk.QUICK));
      return new TestServer(
          server, setup.tunnel.map(authority -> TlsTunnel.to(server.address(), authority)));
    } catch (StartException e) {
      throw new AssertionError(e);
    }
  }

  /** With these settings, whatever they are. */
  public static TestServer start(Settings settings) {
    try {
      return new TestServer(TicketServer.start(settings, new QuietLog()), Optional.empty());
    } catch (StartException e) {
      throw new AssertionError(e);
    }
  }

  /** What a test varies; everything else is as delivered. Each method makes another one. */
  public static final class Setup {
    private final Path file;
    private String sync = "os";
    private Locale language = Locale.FRENCH;
    private Settings.Limits limits =
        new Settings.Limits(
            262_144,
            256L << 20,
            10_000,
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));
    private Duration lockTimeout = Duration.ofSeconds(2);
    private Optional<HandTime> time = Optional.empty();
    private boolean http = true;
    private Optional<TlsFiles> tls = Optional.empty();
    private Optional<X509Certificate> tunnel = Optional.empty();
    private boolean everywhere;
    private DeskRules rules = DeskRules.NONE;
    private Clock clock = Clock.systemUTC();
    private Config actors = ConfigFactory.empty();

    private Setup(Path file) {
      this.file = file;
    }

    public static Setup in(Path folder) {
      Setup usual = new Setup(folder.resolve("tickets"));
      return Boolean.getBoolean("over-tls") ? usual.throughTunnel() : usual;
    }

    /** The same, but for what {@code change} sets. */
    private Setup but(Consumer<Setup> change) {
      Setup other = new Setup(file);
      other.sync = sync;
      other.language = language;
      other.limits = limits;
      other.lockTimeout = lockTimeout;
      other.time = time;
      other.http = http;
      other.tls = tls;
      other.tunnel = tunnel;
      other.everywhere = everywhere;
      other.rules = rules;
      other.clock = clock;
      other.actors = actors;
      change.accept(other);
      return other;
    }

    public Path file() {
      return file;
    }

    public Settings.Limits limits() {
      return limits;
    }

    public Setup with(Settings.Limits other) {
      return but(setup -> setup.limits = other);
    }

    public Setup syncing(String mode) {
      return but(setup -> setup.sync = mode);
    }

    public Setup speaking(Locale other) {
      return but(setup -> setup.language = other);
    }

    public Setup waitingForLock(Duration most) {
      return but(setup -> setup.lockTimeout = most);
    }

    /** Its connections go by this time. */
    public Setup by(HandTime other) {
      return but(setup -> setup.time = Optional.of(other));
    }

    /** All that goes to its {@link #address} goes over TLS. */
    public Setup throughTunnel() {
      Authority authority = Authority.create("tests");
      Credentials pair = authority.issue("localhost");
      TlsFiles files =
          new TlsFiles(
              Authority.writeChain(pair, file.resolveSibling("chain.pem")),
              Authority.writeKey(pair, file.resolveSibling("key.pem")),
              Optional.empty());
      return but(
          setup -> {
            setup.tls = Optional.of(files);
            setup.tunnel = Optional.of(authority.certificate());
          });
    }

    /** Over TLS too. */
    public Setup over(TlsFiles other) {
      return but(setup -> setup.tls = Optional.of(other));
    }

    /** At every address of the host, for whoever takes any name. */
    public Setup atEveryAddress() {
      return but(setup -> setup.everywhere = true);
    }

    /** By these rules. */
    public Setup ruledBy(DeskRules others) {
      return but(setup -> setup.rules = others);
    }

    /** It is what this clock says. */
    public Setup at(Clock other) {
      return but(setup -> setup.clock = other);
    }

    /** Its actor system has this configuration, before its own. */
    public Setup withActors(String configuration) {
      return but(setup -> setup.actors = ConfigFactory.parseString(configuration));
    }

    /** With the line door alone. */
    public Setup withoutHttp() {
      return but(setup -> setup.http = false);
    }

    private Settings.Listen listen() {
      return new Settings.Listen(
          everywhere ? new InetSocketAddress(0).getAddress() : InetAddress.getLoopbackAddress(),
          0,
          new Exposure(everywhere, tls.isPresent(), everywhere, false),
          1024);
    }

    private Ticker ticker() {
      return time.<Ticker>map(hand -> hand).orElseGet(Ticker::system);
    }

    public Settings settings() {
      return new Settings(
          listen(),
          new Settings.Store(
              file, SyncMode.of(sync), Duration.ofSeconds(1), lockTimeout, Optional.empty()),
          false,
          rules,
          limits,
          new Settings.Http(http, Set.of("desk.example"), Set.of()),
          tls,
          Duration.ofSeconds(10),
          Language.of(language.getLanguage()).orElseThrow(),
          ZoneId.of("Europe/Paris"),
          LogFormat.TEXT,
          actors.withFallback(
              time.map(hand -> hand.over(ConfigFactory.load())).orElseGet(ConfigFactory::load)));
    }
  }

  /** Where to connect to; a tunnel's where the test goes through one. */
  public InetSocketAddress address() {
    return tunnel.map(TlsTunnel::address).orElseGet(server::address);
  }

  public int port() {
    return address().getPort();
  }

  public RunningServer server() {
    return server;
  }

  /** A client that nobody has identified yet; closed with the server. */
  public LineClient connect() {
    LineClient client = LineClient.connect(Clients.SYSTEM, address());
    open.add(client);
    return client;
  }

  /** The same in plain, also where everything else goes through a tunnel. */
  public LineClient connectInPlain() {
    LineClient client = LineClient.connect(Clients.SYSTEM, server.address());
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
    tunnel.ifPresent(TlsTunnel::close);
  }
}
