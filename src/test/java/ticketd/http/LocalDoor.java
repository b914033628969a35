package ticketd.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;
import ticketd.desk.Desk;
import ticketd.door.Connections;
import ticketd.door.Peer;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.RequestMeter;
import ticketd.door.Ticker;
import ticketd.door.UnfinishedRequests;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.OpenStore;
import ticketd.store.StoreDesk;
import ticketd.store.StoreMessage;
import ticketd.store.StoreSettings;
import ticketd.store.TicketStore;
import ticketd.testing.ClosedDesk;
import ticketd.testing.HandTime;
import ticketd.testing.Json;
import ticketd.testing.QuietLog;
import ticketd.testing.StoreEnds;
import ticketd.wire.Language;

/** All routes over a real store in this process, without a socket between. In English, UTC. */
final class LocalDoor implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  static final int MAX_LINE = 64 * 1024;

  private final ActorSystem<StoreMessage> store;
  private final ExecutorService scans = Executors.newFixedThreadPool(2);
  private final Connections connections = new Connections(100);
  private final HttpEnvironment environment;
  private final Dispatcher dispatcher;

  LocalDoor(Path directory) {
    this(directory, FileAccess.system(), new QuietLog());
  }

  LocalDoor(Path directory, FileAccess files, PeerLog log) {
    this(directory, files, log, Clock.systemUTC());
  }

  /** Whose store looks at this clock. */
  LocalDoor(Path directory, FileAccess files, PeerLog log, Clock clock) {
    this(directory, files, log, clock, ConfigFactory.load(), desk -> desk);
  }

  /** Whose timers go by this time, and with what {@code desk} makes of the real one. */
  LocalDoor(Path directory, HandTime time, UnaryOperator<Desk> desk) {
    this(
        directory,
        FileAccess.system(),
        new QuietLog(),
        Clock.systemUTC(),
        time.over(ConfigFactory.load()),
        desk);
  }

  private LocalDoor(
      Path directory,
      FileAccess files,
      PeerLog log,
      Clock clock,
      Config config,
      UnaryOperator<Desk> desk) {
    OpenStore opened =
        OpenStore.open(
            new JournalSettings(directory.resolve("tickets"), SyncMode.OS, Duration.ofSeconds(2)),
            files);
    store =
        ActorSystem.create(
            TicketStore.create(
                opened,
                StoreSettings.withSyncInterval(Duration.ofSeconds(1)),
                clock,
                new StoreEnds()),
            "store",
            config);
    Desk seen = desk.apply(new StoreDesk(store, opened));
    environment =
        new HttpEnvironment(
            store,
            seen,
            Language.EN,
            Clock.system(ZoneOffset.UTC),
            scans,
            connections,
            new UnfinishedRequests(1 << 24),
            new PeerLimits(
                MAX_LINE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE, Ticker.system()),
            log,
            () -> Duration.ofSeconds(7),
            new HttpSettings(Set.of(), Set.of()),
            new RequestMeter(Ticker.system()),
            format -> new byte[0],
            ClosedDesk.entrance(seen.accounts()));
    dispatcher = Dispatcher.over(environment);
  }

  /** All routes of the door. */
  List<Route> routes() {
    return Routes.all(environment);
  }

  /** Connections to other routes. */
  HttpFlow connections(List<Route> routes) {
    return new HttpFlow(environment, dispatcher(routes));
  }

  /** Other routes over the same store. */
  Dispatcher dispatcher(List<Route> routes) {
    return new Dispatcher(environment, routes);
  }

  /** An answer, its body read. */
  record Reply(int status, HttpResponse head, String body) {
    Optional<String> header(String name) {
      return Heads.value(head, name.toLowerCase(Locale.ROOT));
    }

    String type() {
      return head.entity().getContentType().toString();
    }

    Map<String, Object> json() {
      return Json.object(body);
    }

    /** A body that is an array of objects. */
    List<Map<String, Object>> array() {
      return Json.objects(Json.object("{\"all\":" + body + "}"), "all");
    }
  }

  /** A request of ana; {@code headers} are names and values. */
  Reply ask(String method, String target, String body, String... headers) {
    return askAs("ana", method, target, body, headers);
  }

  Reply get(String target, String... headers) {
    return ask("GET", target, "", headers);
  }

  Reply post(String target, String body, String... headers) {
    return ask("POST", target, body, headers);
  }

  Reply askAs(String who, String method, String target, String body, String... headers) {
    HttpResponse response = begin(who, method, target, body, headers);
    ByteString bytes =
        response
            .entity()
            .getDataBytes()
            .runFold(ByteString.emptyByteString(), ByteString::concat, store)
            .toCompletableFuture()
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    return new Reply(response.status().intValue(), response, bytes.utf8String());
  }

  /** An answer whose body is not read yet; {@code who} is empty for nobody. */
  HttpResponse begin(String who, String method, String target, String body, String... headers) {
    List<RawHeader> all = new ArrayList<>();
    all.add(RawHeader.create("Host", "localhost"));
    if (!who.isEmpty()) {
      String pair =
          Base64.getEncoder().encodeToString((who + ":").getBytes(StandardCharsets.UTF_8));
      all.add(RawHeader.create("Authorization", "Basic " + pair));
    }
    for (int i = 0; i < headers.length; i += 2) {
      all.add(RawHeader.create(headers[i], headers[i + 1]));
    }
    HttpRequest request =
        HttpRequest.create(target)
            .withMethod(HttpMethods.lookup(method).orElseThrow())
            .addHeaders(List.copyOf(all));
    if (!body.isEmpty()) {
      request =
          request.withEntity(
              ContentTypes.APPLICATION_OCTET_STREAM, body.getBytes(StandardCharsets.UTF_8));
    }
    return dispatcher
        .dispatch(request, new Peer("127.0.0.1:1", InetAddress.getLoopbackAddress(), 12345, false))
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  HttpEnvironment environment() {
    return environment;
  }

  /** From now on the server ends. */
  void drain() {
    connections.drain();
  }

  ActorSystem<?> system() {
    return store;
  }

  @Override
  public void close() {
    store.terminate();
    store.getWhenTerminated().toCompletableFuture().join();
    scans.shutdown();
  }
}
