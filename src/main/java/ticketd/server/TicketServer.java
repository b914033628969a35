package ticketd.server;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.credential.PasswordHash;
import ticketd.desk.Desk;
import ticketd.door.Connections;
import ticketd.door.Entrance;
import ticketd.door.HashQueue;
import ticketd.door.Passwords;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.Penalties;
import ticketd.door.ProcessState;
import ticketd.door.Secrecy;
import ticketd.door.SignedIn;
import ticketd.door.Strangers;
import ticketd.door.Ticker;
import ticketd.door.UnfinishedRequests;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.postgres.PgLog;
import ticketd.protocol.RequestParser;
import ticketd.server.metrics.CountedPeerLog;
import ticketd.server.metrics.DeskCounts;
import ticketd.server.metrics.Meters;
import ticketd.server.settings.Exposure;
import ticketd.server.settings.Setting;
import ticketd.server.settings.Settings;
import ticketd.server.text.Texts;
import ticketd.server.tls.PemTexts;
import ticketd.server.tls.TlsDoor;
import ticketd.session.SessionEnvironment;
import ticketd.session.SessionSupervisor;
import ticketd.store.OpenStore;
import ticketd.store.StoreDesk;
import ticketd.store.StoreEnd;
import ticketd.store.StoreMessage;
import ticketd.store.StoreSettings;
import ticketd.store.TicketStore;
import ticketd.ticket.DeskRules;
import ticketd.tls.PemException;
import ticketd.wire.DeskFigures;

/**
 * Composes the server: an open store, the guardian over the store actor and the sessions, and the
 * endpoint that accepts connections.
 */
public final class TicketServer implements RunningServer {
  private static final Logger LOGGER = LoggerFactory.getLogger(TicketServer.class);

  /** Of sysexits.h, {@code EX_SOFTWARE}: the service manager takes over. */
  private static final Failure GAVE_UP = new Failure(70, Optional.empty());

  private static final Failure DIVERGED = new Failure(Failure.AGAIN, Optional.empty());

  /** As when such a store is found at the start. */
  private static final int NEWER_FORMAT = 1;

  /** How long a connection that was closed may still send before it is cut. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  /** One part in so many of the heap may hold lines that are not yet complete. */
  private static final int HEAP_SHARE = 4;

  private static final Duration DRAIN_LOOK = Duration.ofMillis(10);

  private final ActorSystem<Void> system;
  private final Endpoint endpoint;
  private final Connections connections;
  private final OpenedStore store;
  private final Optional<TlsDoor> tls;
  private final CompletableFuture<Failure> failed;

  private TicketServer(
      ActorSystem<Void> system,
      Endpoint endpoint,
      Connections connections,
      OpenedStore store,
      Optional<TlsDoor> tls,
      CompletableFuture<Failure> failed) {
    this.system = system;
    this.endpoint = endpoint;
    this.connections = connections;
    this.store = store;
    this.tls = tls;
    this.failed = failed;
  }

  /**
   * Opens the store and accepts connections; both are so when this returns.
   *
   * @throws StartException when it cannot
   */
  public static RunningServer start(Settings settings, PeerLog log) throws StartException {
    return start(
        settings, log, FileAccess.system(), Ticker.system(), new PasswordHash(PasswordHash.ROUNDS));
  }

  /**
   * The same over another file interface, with connections that go by another time and passwords of
   * another cost.
   */
  public static RunningServer start(
      Settings settings, PeerLog log, FileAccess files, Ticker ticker, PasswordHash passwords)
      throws StartException {
    Meters meters = Meters.create(ticker);
    PeerLog counted = new CountedPeerLog(log, meters.refusals());
    CompletableFuture<Opened> opening = new CompletableFuture<>();
    CompletableFuture<Failure> failed = new CompletableFuture<>();
    Connections connections = new Connections(settings.limits().maxConnections());
    CompletableFuture<Inside> inside = new CompletableFuture<>();
    // Its classes take as long to load as a store of a million tickets to be read.
    CompletableFuture<ActorSystem<Void>> starting =
        CompletableFuture.supplyAsync(
            () ->
                ActorSystem.create(
                    guardian(
                        settings, opening, connections, counted, meters, passwords, failed, inside),
                    "ticketd",
                    settings.actorSystem()),
            task -> new Thread(task, "ticketd-start").start());
    Opened opened = open(settings, files, meters, opening);
    Optional<TlsDoor> tls = opened.tls();
    ActorSystem<Void> system = starting.join();
    tls.ifPresent(door -> door.renewIn(system));
    Endpoint endpoint =
        new Endpoint(
            system,
            settings.listen(),
            doors(system, settings, opened.store(), tls, inside.join(), meters, ticker),
            settings.language());
    try {
      endpoint.bind();
    } catch (StartException e) {
      tls.ifPresent(TlsDoor::close);
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
      throw e;
    }
    return new TicketServer(
        system, endpoint, connections, description(settings, opened.store()), tls, failed);
  }

  /** What is opened before anything is served. */
  private record Opened(OpenStore store, Optional<TlsDoor> tls) {}

  /** Completes {@code opening}, which is cancelled where it fails: the guardian waits for it. */
  private static Opened open(
      Settings settings, FileAccess files, Meters meters, CompletableFuture<Opened> opening)
      throws StartException {
    try {
      OpenStore store = open(settings, files, meters);
      checkServable(settings, store);
      Opened opened = new Opened(store, tls(settings, meters));
      opening.complete(opened);
      return opened;
    } finally {
      opening.cancel(false);
    }
  }

  private static OpenedStore description(Settings settings, OpenStore store) {
    return new OpenedStore(
        settings.store().file(),
        store.tickets(),
        store.durability(),
        store.isVolatile(),
        store.isClosed(),
        settings.store().desk().map(desk -> desk.url().toString()));
  }

  /** What the settings alone could not tell: whether this desk is to be served, and there. */
  private static void checkServable(Settings settings, OpenStore store) throws StartException {
    Texts texts = Texts.in(settings.language());
    Settings.Listen listen = settings.listen();
    Optional<Exposure.Missing> missing = listen.exposure().missing(store.isClosed());
    if (settings.requireAccounts() && !store.isClosed()) {
      store.close();
      throw StartException.ofUsage(texts.of("no-accounts", nameOf(settings.store())));
    } else if (missing.isPresent()) {
      store.close();
      throw StartException.ofUsage(
          texts.of(
              "bad-value",
              Setting.HOST.path(),
              Addresses.text(listen.address()),
              texts.of(missing.get().textKey())));
    }
  }

  /** As whoever runs it knows it. */
  private static String nameOf(Settings.Store store) {
    return store.desk().map(desk -> desk.url().toString()).orElseGet(store.file()::toString);
  }

  private static Optional<TlsDoor> tls(Settings settings, Meters meters) throws StartException {
    if (settings.tls().isEmpty()) {
      return Optional.empty();
    }
    Texts texts = Texts.in(settings.language());
    try {
      return Optional.of(
          TlsDoor.open(
              settings.tls().get(),
              settings.http().enabled(),
              meters.tls(),
              texts,
              Clock.systemUTC()));
    } catch (PemException e) {
      throw StartException.ofUsage(PemTexts.of(e, texts));
    }
  }

  private static OpenStore open(Settings settings, FileAccess files, Meters meters)
      throws StartException {
    Settings.Store store = settings.store();
    Texts texts = Texts.in(settings.language());
    try {
      JournalListener listener =
          meters
              .store()
              .listener(
                  file -> LOGGER.warn(texts.of("warn-tightened", file)),
                  () -> LOGGER.info(texts.of("format-raised", store.file())));
      if (store.desk().isPresent()) {
        PgLog log = PgLog.open(store.desk().get(), listener, meters.desk());
        meters.desk().of(log::sinceLastWord);
        return OpenStore.over(log, settings.rules());
      }
      SyncMode sync = store.sync().orElseGet(() -> SyncMode.usual(store.file()));
      return OpenStore.open(
          new JournalSettings(store.file(), sync, store.lockTimeout()),
          files,
          listener,
          settings.rules());
    } catch (JournalException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What the guardian made for the doors. */
  private record Inside(
      SessionEnvironment environment, ActorRef<SessionSupervisor.Open> sessions) {}

  private static Doors doors(
      ActorSystem<Void> system,
      Settings settings,
      OpenStore store,
      Optional<TlsDoor> tls,
      Inside inside,
      Meters meters,
      Ticker ticker) {
    SessionEnvironment lines = inside.environment();
    PeerLimits limits = peerLimits(settings.limits(), ticker);
    UnfinishedRequests unfinished = new UnfinishedRequests(unfinishedLines(settings.limits()));
    HttpDoor http =
        new LateHttpDoor(
            () ->
                OpenHttpDoor.open(system, settings, store, tls, lines, unfinished, limits, meters));
    return new Doors(
        inside.sessions(),
        limits,
        unfinished,
        lines.connections(),
        lines.log(),
        meters.refusals(),
        Optional.of(http).filter(door -> settings.http().enabled()),
        tls,
        settings.language(),
        settings.zone(),
        lines.entrance());
  }

  private static PeerLimits peerLimits(Settings.Limits limits, Ticker ticker) {
    return new PeerLimits(
        limits.maxLineBytes(),
        limits.firstRequestTimeout(),
        limits.lineTimeout(),
        limits.idleTimeout(),
        limits.stallTimeout(),
        LINGER,
        ticker);
  }

  /** Whatever the setting allows, strangers fill no more than a part of the heap. */
  private static long unfinishedLines(Settings.Limits limits) {
    return Math.min(limits.unfinishedLinesBytes(), Runtime.getRuntime().maxMemory() / HEAP_SHARE);
  }

  /**
   * Parent of the store and of the sessions. When the store stops, the server is over; where it
   * cannot be opened, the actor system.
   */
  private static Behavior<Void> guardian(
      Settings settings,
      CompletableFuture<Opened> opening,
      Connections connections,
      PeerLog log,
      Meters meters,
      PasswordHash passwords,
      CompletableFuture<Failure> failed,
      CompletableFuture<Inside> inside) {
    return Behaviors.setup(
        context -> {
          Opened what;
          try {
            what = opening.join();
          } catch (CancellationException e) {
            // Whoever starts the server is told why.
            return Behaviors.stopped();
          }
          OpenStore opened = what.store();
          ActorRef<StoreMessage> store =
              context.spawn(
                  TicketStore.create(
                      opened,
                      StoreSettings.withSyncInterval(settings.store().syncInterval()),
                      Clock.systemUTC(),
                      endOf(failed),
                      meters.store()),
                  "store",
                  DispatcherSelector.fromConfig("ticketd.store-dispatcher"));
          context.watch(store);
          Desk desk = new StoreDesk(store, opened);
          SessionEnvironment environment =
              environment(
                  context,
                  settings,
                  desk,
                  connections,
                  log,
                  meters,
                  state(what.tls(), meters.desk(), settings.rules()),
                  entrance(
                      context,
                      desk,
                      meters.lines()::nanos,
                      passwords,
                      settings.listen().exposure().allowPlain()));
          inside.complete(
              new Inside(
                  environment,
                  context.spawn(
                      Behaviors.supervise(SessionSupervisor.create(environment))
                          .onFailure(SupervisorStrategy.resume()),
                      "sessions")));
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  signal -> {
                    failed.complete(GAVE_UP);
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private static StoreEnd endOf(CompletableFuture<Failure> failed) {
    return new StoreEnd() {
      @Override
      public void gaveUp() {
        failed.complete(GAVE_UP);
      }

      @Override
      public void newerFormat(String what) {
        failed.complete(new Failure(NEWER_FORMAT, Optional.of(what)));
      }

      @Override
      public void diverged(String what) {
        LOGGER.error("{}", what);
        failed.complete(DIVERGED);
      }
    };
  }

  /** Of a process that starts now. */
  private static ProcessState state(Optional<TlsDoor> tls, DeskCounts desk, DeskRules rules) {
    long started = System.nanoTime();
    return new ProcessState() {
      @Override
      public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - started);
      }

      @Override
      public Optional<Instant> certificateEnd() {
        return tls.flatMap(TlsDoor::nearEnd);
      }

      @Override
      public DeskRules rules() {
        return rules;
      }

      @Override
      public Optional<DeskFigures> desk() {
        return desk.figures();
      }
    };
  }

  /** Closed with the actor system. */
  private static Entrance entrance(
      ActorContext<Void> context,
      Desk desk,
      Ticker ticker,
      PasswordHash passwords,
      boolean allowPlain) {
    HashQueue hashes = new HashQueue();
    context.getSystem().getWhenTerminated().whenComplete((terminated, failure) -> hashes.close());
    SignedIn signedIn = new SignedIn();
    context.spawn(AccountWatch.create(desk, signedIn), "accounts");
    return new Entrance(
        desk.accounts(),
        new Passwords(new Penalties(ticker), hashes, passwords),
        new Strangers(),
        signedIn,
        new Secrecy(allowPlain),
        Clock.systemUTC());
  }

  private static SessionEnvironment environment(
      ActorContext<Void> context,
      Settings settings,
      Desk desk,
      Connections connections,
      PeerLog log,
      Meters meters,
      ProcessState state,
      Entrance entrance) {
    return new SessionEnvironment(
        desk,
        new RequestParser(Clock.system(settings.zone())),
        settings.language(),
        settings.zone(),
        context
            .getSystem()
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("ticketd.scan-dispatcher")),
        connections,
        log,
        meters.lines(),
        state,
        entrance);
  }

  @Override
  public InetSocketAddress address() {
    return endpoint.address();
  }

  @Override
  public OpenedStore store() {
    return store;
  }

  @Override
  public CompletionStage<Void> stop(Duration limit) {
    return endpoint
        .unbind()
        .handle(
            (done, failure) -> {
              connections.drain();
              return null;
            })
        .thenCompose(drained -> allClosed(System.nanoTime() + limit.toNanos()))
        .thenCompose(
            closed -> {
              tls.ifPresent(TlsDoor::close);
              system.terminate();
              return system.getWhenTerminated();
            })
        .thenAccept(terminated -> {});
  }

  private CompletionStage<Void> allClosed(long deadlineNanos) {
    if (connections.count() == 0 || System.nanoTime() - deadlineNanos >= 0) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.runAsync(
            () -> {},
            CompletableFuture.delayedExecutor(DRAIN_LOOK.toMillis(), TimeUnit.MILLISECONDS))
        .thenCompose(later -> allClosed(deadlineNanos));
  }

  @Override
  public CompletionStage<Failure> failed() {
    return failed;
  }
}
