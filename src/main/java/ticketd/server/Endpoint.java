package ticketd.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.Supervision;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.door.Connections;
import ticketd.door.Peer;
import ticketd.server.loop.AcceptedSockets;
import ticketd.server.loop.LoopSelectorProvider;
import ticketd.server.settings.Settings;
import ticketd.server.text.Texts;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;

/**
 * The TCP port: accepts connections up to a limit, gives each its flow, and binds again, with
 * back-off, when the listener fails.
 */
final class Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);
  private static final Duration MIN_BACKOFF = Duration.ofMillis(200);
  private static final Duration MAX_BACKOFF = Duration.ofSeconds(10);

  /** How long a connection over the limit may keep to itself what it speaks. */
  private static final Duration REFUSAL_WAIT = Duration.ofMillis(250);

  /** How often it is looked for peers that take nothing. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The doors end those that they know of first, and say why in the log. */
  private static final Duration AFTER_THE_DOORS = Duration.ofSeconds(2);

  /** Connections that are being refused politely; any more are cut at once. */
  private static final int MAX_REFUSALS = 64;

  private final ActorSystem<Void> system;
  private final Settings.Listen listen;
  private final Doors doors;
  private final Farewell tooMany;
  private final Texts texts;
  private final AtomicInteger refusals = new AtomicInteger();

  /** Empty where nobody knows of them: what nobody takes is held until its peer is gone. */
  private final Optional<AcceptedSockets> sockets = LoopSelectorProvider.acceptedSockets();

  private volatile Optional<Tcp.ServerBinding> binding = Optional.empty();
  private volatile boolean unbound;

  Endpoint(ActorSystem<Void> system, Settings.Listen listen, Doors doors, Language language) {
    this.system = system;
    this.listen = listen;
    this.doors = doors;
    this.texts = Texts.in(language);
    this.tooMany = doors.farewell(ErrorCode.TOO_MANY_CONNECTIONS);
  }

  /** Connections are accepted when this returns. */
  void bind() throws StartException {
    try {
      bindTo(listen.port()).toCompletableFuture().join();
    } catch (CompletionException e) {
      String address = Addresses.text(new InetSocketAddress(listen.address(), listen.port()));
      throw new StartException(texts.of("cannot-listen", address, reason(e)), e);
    }
    Duration stall = doors.limits().stall().plus(AFTER_THE_DOORS);
    sockets.ifPresent(
        open ->
            system
                .scheduler()
                .scheduleWithFixedDelay(
                    LOOK, LOOK, () -> open.cut(stall), system.executionContext()));
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    // Pekko puts the address ahead, in brackets; here it is said once.
    return String.valueOf(cause.getMessage()).replaceFirst("^\\[.*] ", "");
  }

  /** The address bound to last. */
  InetSocketAddress address() {
    return binding.orElseThrow().localAddress();
  }

  CompletionStage<Void> unbind() {
    unbound = true;
    return binding
        .map(Tcp.ServerBinding::unbind)
        .orElseGet(() -> CompletableFuture.completedFuture(null))
        .thenAccept(done -> {});
  }

  private CompletionStage<Tcp.ServerBinding> bindTo(int port) {
    List<Inet.SocketOption> options =
        List.of(TcpSO.reuseAddress(true), TcpSO.keepAlive(true), TcpSO.tcpNoDelay(true));
    Pair<CompletionStage<Tcp.ServerBinding>, CompletionStage<Done>> bound =
        Tcp.get(system)
            .bind(
                listen.address().getHostAddress(),
                port,
                listen.backlog(),
                options,
                true,
                Optional.empty())
            .toMat(Sink.foreach(this::accept), Keep.both())
            .withAttributes(ActorAttributes.withSupervisionStrategy(Endpoint::onFailedConnection))
            .run(system);
    return bound
        .first()
        .thenApply(
            open -> {
              binding = Optional.of(open);
              bound.second().whenComplete((done, failure) -> onListenerEnd(failure));
              return open;
            });
  }

  private void onListenerEnd(Throwable failure) {
    if (!unbound) {
      LOG.error(
          "the listener on {} failed: {}", address(), failure == null ? "ended" : reason(failure));
      rebind(MIN_BACKOFF);
    }
  }

  private void rebind(Duration wait) {
    CompletionStage<Tcp.ServerBinding> again =
        CompletableFuture.supplyAsync(
                () -> unbound ? refusedToBind() : bindTo(address().getPort()),
                CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS))
            .thenCompose(bound -> bound);
    again.whenComplete(
        (bound, failure) -> {
          if (failure == null) {
            LOG.warn("listening on {} again", bound.localAddress());
          } else if (!unbound) {
            LOG.error("cannot listen on {} again: {}", address(), reason(failure));
            Duration doubled = wait.multipliedBy(2);
            rebind(doubled.compareTo(MAX_BACKOFF) < 0 ? doubled : MAX_BACKOFF);
          }
        });
  }

  private static CompletionStage<Tcp.ServerBinding> refusedToBind() {
    return CompletableFuture.failedFuture(new IllegalStateException("the server is stopping"));
  }

  /** A connection that cannot be set up is dropped; the listener goes on. */
  private static Supervision.Directive onFailedConnection(Throwable failure) {
    LOG.error("a connection was dropped", failure);
    return Supervision.resume();
  }

  private void accept(Tcp.IncomingConnection connection) {
    Optional<Connections.Slot> slot = doors.connections().admit();
    if (slot.isEmpty()) {
      refuse(connection);
      return;
    }
    try {
      InetSocketAddress remote = connection.remoteAddress();
      Peer peer =
          new Peer(
              Addresses.text(remote),
              remote.getAddress(),
              connection.localAddress().getPort(),
              false);
      Optional<AcceptedSockets.Claimed> socket =
          sockets.flatMap(open -> open.claim(connection.localAddress(), remote));
      connection.handleWith(
          doors.flow(peer, slot.get(), () -> release(slot.get(), socket)), system);
    } catch (RuntimeException e) {
      slot.get().release();
      throw e;
    }
  }

  /**
   * Gives the slot back when the socket is closed, which may be later than its stream is over: it
   * is held as long as the peer takes nothing of the last write.
   */
  private static void release(Connections.Slot slot, Optional<AcceptedSockets.Claimed> socket) {
    socket.ifPresentOrElse(open -> open.whenClosed(slot::release), slot::release);
  }

  /** Says why and closes; for a flood of connections, closes only. */
  private void refuse(Tcp.IncomingConnection connection) {
    if (refusals.incrementAndGet() > MAX_REFUSALS) {
      refusals.decrementAndGet();
      doors.refusals().flooded();
      connection.handleWith(
          Flow.fromSinkAndSourceCoupled(Sink.cancelled(), Source.<ByteString>empty()), system);
      return;
    }
    doors.refusals().told(ErrorCode.TOO_MANY_CONNECTIONS.wireName());
    connection.handleWith(
        Flow.fromGraph(
            new RefusedConnection(
                doors.speakMore() ? REFUSAL_WAIT : Duration.ZERO,
                tooMany,
                refusals::decrementAndGet)),
        system);
  }
}
