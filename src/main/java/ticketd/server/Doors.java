package ticketd.server;

import java.time.ZoneId;
import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Connections;
import ticketd.door.Door;
import ticketd.door.Entrance;
import ticketd.door.Peer;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.PeerRefusals;
import ticketd.door.UnfinishedRequests;
import ticketd.server.tls.TlsDoor;
import ticketd.session.ConnectionFlow;
import ticketd.session.ConnectionState;
import ticketd.session.SessionSupervisor;
import ticketd.wire.ErrorCode;
import ticketd.wire.Language;

/**
 * What a connection may go through, and what all of them share.
 *
 * @param http empty: there are lines alone
 * @param tls empty: everybody speaks in plain
 * @param language of what is told before anybody could choose one
 */
record Doors(
    ActorRef<SessionSupervisor.Open> sessions,
    PeerLimits limits,
    UnfinishedRequests unfinished,
    Connections connections,
    PeerLog log,
    PeerRefusals refusals,
    Optional<HttpDoor> http,
    Optional<TlsDoor> tls,
    Language language,
    ZoneId zone,
    Entrance entrance) {

  /**
   * One connection from bytes to bytes, which has {@code slot}.
   *
   * @param over runs when all is passed on
   */
  Flow<ByteString, ByteString, NotUsed> flow(Peer peer, Connections.Slot slot, Runnable over) {
    long started = limits.ticker().nanos();
    Optional<Fork> fork =
        tls.<Fork>map(door -> begun -> atTls(begun, door, peer, started, slot))
            .or(() -> plain(peer, started));
    log.connected(peer.name());
    return lines(peer, fork, slot, over);
  }

  /** Whether a connection may speak something else than lines. */
  boolean speakMore() {
    return http.isPresent() || tls.isPresent();
  }

  /** What is told to a connection that is closed for what it is. */
  Farewell farewell(ErrorCode code) {
    return Farewell.of(code, language, zone, http, tls.isPresent());
  }

  private Flow<ByteString, ByteString, NotUsed> lines(
      Peer peer, Optional<Fork> fork, Connections.Slot slot, Runnable over) {
    ConnectionState state = new ConnectionState();
    return BidiFlow.fromGraph(new Doorway(state, fork, slot::speaks, over))
        .join(
            ConnectionFlow.create(
                sessions,
                peer,
                limits,
                unfinished,
                connections,
                state,
                log,
                Optional.of(entrance.strangers()).filter(it -> entrance.accounts().isClosed())));
  }

  /** In plain: lines, or HTTP where it is served. */
  private Optional<Fork> plain(Peer peer, long started) {
    return http.map(door -> begun -> atHttp(begun, door, peer, started));
  }

  private static Fork.Turn atHttp(ByteString begun, HttpDoor door, Peer peer, long started) {
    return switch (FirstBytes.of(begun)) {
      case OPEN -> Fork.Stay.UNDECIDED;
      case LINES, TLS -> Fork.Stay.LINES;
      case HTTP -> http(door, peer, started);
    };
  }

  private static Fork.Turn http(HttpDoor door, Peer peer, long started) {
    return new Fork.Away(Optional.of(Door.HTTP), () -> door.flow(peer, started));
  }

  /** Where TLS is served, it is, and in plain this host alone. */
  private Fork.Turn atTls(
      ByteString begun, TlsDoor door, Peer peer, long started, Connections.Slot slot) {
    FirstBytes kind = FirstBytes.of(begun);
    if (kind == FirstBytes.TLS) {
      return new Fork.Away(Optional.empty(), () -> encrypted(door, peer, started, slot));
    } else if (kind == FirstBytes.OPEN) {
      return Fork.Stay.UNDECIDED;
    } else if (peer.address().isLoopbackAddress()) {
      return plain(peer, started).map(fork -> fork.turn(begun)).orElse(Fork.Stay.LINES);
    }
    return new Fork.Away(Optional.empty(), () -> refused(peer));
  }

  private Flow<ByteString, ByteString, NotUsed> refused(Peer peer) {
    ErrorCode code = ErrorCode.TLS_REQUIRED;
    return Flow.fromGraph(
        new RefusedConnection(
            limits.linger(), farewell(code), () -> log.left(peer.name(), code.wireName())));
  }

  private Flow<ByteString, ByteString, NotUsed> encrypted(
      TlsDoor door, Peer peer, long started, Connections.Slot slot) {
    Peer inside = new Peer(peer.name(), peer.address(), peer.port(), true);
    TlsDoor.Begun begun = door.begin(unfinished, limits);
    Optional<Fork> fork =
        http.map(
            to ->
                bytes ->
                    begun.isHttp().getAsBoolean()
                        ? http(to, inside, started)
                        : atHttp(bytes, to, inside, started));
    // The slot is given back by whoever stands before TLS, when all is written.
    return begun.stage().join(lines(inside, fork, slot, () -> {}));
  }
}
