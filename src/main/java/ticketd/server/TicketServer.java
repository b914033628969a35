package ticketd.server;

import com.typesafe.config.ConfigException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.ConfigurationException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import ticketd.door.Connections;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.Ticker;
import ticketd.door.UnfinishedRequests;
import ticketd.journal.FileAccess;
import ticketd.server.metrics.CountedPeerLog;
import ticketd.server.metrics.Meters;
import ticketd.server.settings.Settings;
import ticketd.server.tls.TlsDoor;
import ticketd.session.SessionEnvironment;
import ticketd.store.OpenStore;

/**
 * Composes the server: an open store, the guardian over the store actor and the sessions, and the
 * endpoint that accepts connections.
 */
public final class TicketServer implements RunningServer {
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
    return start(settings, log, Outside.real());
  }

  /** The same, with something else outside. */
  public static RunningServer start(Settings settings, PeerLog log, Outside outside)
      throws StartException {
    Meters meters = Meters.create(outside.ticker());
    PeerLog counted = new CountedPeerLog(log, meters.refusals());
    CompletableFuture<Opened> opening = new CompletableFuture<>();
    CompletableFuture<Failure> failed = new CompletableFuture<>();
    Connections connections = new Connections(settings.limits().maxConnections());
    CompletableFuture<Guardian.Inside> inside = new CompletableFuture<>();
    // Its classes take as long to load as a store of a million tickets to be read.
    CompletableFuture<ActorSystem<Void>> starting =
        CompletableFuture.supplyAsync(
            () ->
                ActorSystem.create(
                    Guardian.create(
                        settings, opening, connections, counted, meters, outside, failed, inside),
                    "ticketd",
                    settings.actorSystem()),
            task -> new Thread(task, "ticketd-start").start());
    Opened opened = open(settings, outside.files(), meters, opening);
    Optional<TlsDoor> tls = opened.tls();
    ActorSystem<Void> system;
    try {
      system = starting.join();
    } catch (CompletionException e) {
      tls.ifPresent(TlsDoor::close);
      opened.store().close();
      throw notStarted(e);
    }
    Guardian.Inside within;
    try {
      within = inside.join();
    } catch (CompletionException e) {
      end(system, tls).toCompletableFuture().join();
      opened.store().close();
      throw notStarted(e);
    }
    tls.ifPresent(door -> door.renewIn(system));
    Endpoint endpoint =
        new Endpoint(
            system,
            settings.listen(),
            doors(system, settings, opened.store(), tls, within, meters, outside),
            settings.language());
    try {
      endpoint.bind();
    } catch (StartException e) {
      end(system, tls).toCompletableFuture().join();
      throw e;
    }
    return new TicketServer(
        system, endpoint, connections, opened.description(settings), tls, failed);
  }

  /** Of Pekko's settings, and those of dispatchers, Pekko alone knows what they may be. */
  private static StartException notStarted(CompletionException e) {
    Throwable cause = e.getCause();
    return cause instanceof ConfigException || cause instanceof ConfigurationException
        ? StartException.ofUsage(String.valueOf(cause.getMessage()))
        : new StartException(String.valueOf(cause), e);
  }

  private static CompletionStage<Done> end(ActorSystem<Void> system, Optional<TlsDoor> tls) {
    tls.ifPresent(TlsDoor::close);
    system.terminate();
    return system.getWhenTerminated();
  }

  /** Completes {@code opening}, which is cancelled where it fails: the guardian waits for it. */
  private static Opened open(
      Settings settings, FileAccess files, Meters meters, CompletableFuture<Opened> opening)
      throws StartException {
    try {
      Opened opened = Opened.by(settings, files, meters);
      opening.complete(opened);
      return opened;
    } finally {
      opening.cancel(false);
    }
  }

  private static Doors doors(
      ActorSystem<Void> system,
      Settings settings,
      OpenStore store,
      Optional<TlsDoor> tls,
      Guardian.Inside inside,
      Meters meters,
      Outside outside) {
    SessionEnvironment lines = inside.environment();
    PeerLimits limits = peerLimits(settings.limits(), outside.ticker());
    UnfinishedRequests unfinished = new UnfinishedRequests(unfinishedLines(settings.limits()));
    HttpDoor http =
        new LateHttpDoor(
            () ->
                OpenHttpDoor.open(
                    system,
                    settings,
                    store,
                    tls,
                    lines,
                    unfinished,
                    limits,
                    meters,
                    outside.clock()));
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
        .thenCompose(closed -> end(system, tls))
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
