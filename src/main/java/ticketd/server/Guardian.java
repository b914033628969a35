package ticketd.server;

import com.typesafe.config.ConfigException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.ConfigurationException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.desk.Desk;
import ticketd.door.Connections;
import ticketd.door.Entrance;
import ticketd.door.HashQueue;
import ticketd.door.Passwords;
import ticketd.door.PeerLog;
import ticketd.door.Penalties;
import ticketd.door.ProcessState;
import ticketd.door.Secrecy;
import ticketd.door.SignedIn;
import ticketd.door.Strangers;
import ticketd.door.Ticker;
import ticketd.protocol.RequestParser;
import ticketd.protocol.TicketLines;
import ticketd.server.loop.LoopDoor;
import ticketd.server.metrics.DeskCounts;
import ticketd.server.metrics.Meters;
import ticketd.server.settings.Settings;
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
import ticketd.wire.DeskFigures;

/** The actors of a server: the store, the sessions, and who follows the accounts. */
final class Guardian {
  private static final Logger LOGGER = LoggerFactory.getLogger(TicketServer.class);

  /** Of sysexits.h, {@code EX_SOFTWARE}: the service manager takes over. */
  private static final RunningServer.Failure GAVE_UP =
      new RunningServer.Failure(70, Optional.empty());

  private static final RunningServer.Failure DIVERGED =
      new RunningServer.Failure(RunningServer.Failure.AGAIN, Optional.empty());

  /** As when such a store is found at the start. */
  private static final int NEWER_FORMAT = 1;

  private Guardian() {}

  /** What the guardian made for the doors. */
  record Inside(SessionEnvironment environment, ActorRef<SessionSupervisor.Open> sessions) {}

  /**
   * Parent of the store and of the sessions. When the store stops, the server is over; where it
   * cannot be opened, the actor system; where what is to stand over it fails, that too, and {@code
   * inside} says why.
   */
  static Behavior<Void> create(
      Settings settings,
      CompletableFuture<Opened> opening,
      Connections connections,
      PeerLog log,
      Meters meters,
      Outside outside,
      CompletableFuture<RunningServer.Failure> failed,
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
          try {
            inside.complete(
                begin(context, settings, what, connections, log, meters, outside, failed));
          } catch (ConfigException | ConfigurationException e) {
            inside.completeExceptionally(e);
            return Behaviors.stopped();
          } catch (RuntimeException e) {
            inside.completeExceptionally(e);
            throw e;
          }
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

  private static Inside begin(
      ActorContext<Void> context,
      Settings settings,
      Opened what,
      Connections connections,
      PeerLog log,
      Meters meters,
      Outside outside,
      CompletableFuture<RunningServer.Failure> failed) {
    OpenStore opened = what.store();
    ActorRef<StoreMessage> store =
        context.spawn(
            TicketStore.create(
                opened,
                StoreSettings.withSyncInterval(settings.store().syncInterval()),
                outside.clock(),
                endOf(failed),
                meters.store(),
                LoopDoor.open(context.getSystem())),
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
            outside.clock(),
            state(what.tls(), meters.desk(), settings.rules()),
            entrance(
                context,
                desk,
                meters.lines()::nanos,
                outside,
                settings.listen().exposure().allowPlain()));
    return new Inside(
        environment,
        context.spawn(
            Behaviors.supervise(SessionSupervisor.create(environment))
                .onFailure(SupervisorStrategy.resume()),
            "sessions"));
  }

  private static StoreEnd endOf(CompletableFuture<RunningServer.Failure> failed) {
    return new StoreEnd() {
      @Override
      public void gaveUp() {
        failed.complete(GAVE_UP);
      }

      @Override
      public void newerFormat(String what) {
        failed.complete(new RunningServer.Failure(NEWER_FORMAT, Optional.of(what)));
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
      ActorContext<Void> context, Desk desk, Ticker ticker, Outside outside, boolean allowPlain) {
    HashQueue hashes = new HashQueue();
    context.getSystem().getWhenTerminated().whenComplete((terminated, failure) -> hashes.close());
    SignedIn signedIn = new SignedIn();
    context.spawn(AccountWatch.create(desk, signedIn), "accounts");
    return new Entrance(
        desk.accounts(),
        new Passwords(new Penalties(ticker), hashes, outside.passwords()),
        new Strangers(),
        signedIn,
        new Secrecy(allowPlain),
        outside.clock());
  }

  private static SessionEnvironment environment(
      ActorContext<Void> context,
      Settings settings,
      Desk desk,
      Connections connections,
      PeerLog log,
      Meters meters,
      Clock clock,
      ProcessState state,
      Entrance entrance) {
    return new SessionEnvironment(
        desk,
        new RequestParser(clock.withZone(settings.zone())),
        settings.language(),
        new TicketLines(settings.zone()),
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
}
