package ticketd.server;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Connections;
import ticketd.door.Peer;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.PeerRefusals;
import ticketd.door.UnfinishedRequests;
import ticketd.session.ConnectionFlow;
import ticketd.session.ConnectionState;
import ticketd.session.SessionSupervisor;

/**
 * What a connection may go through, and what all of them share.
 *
 * @param http empty: there are lines alone
 */
record Doors(
    ActorRef<SessionSupervisor.Open> sessions,
    PeerLimits limits,
    UnfinishedRequests unfinished,
    Connections connections,
    PeerLog log,
    PeerRefusals refusals,
    Optional<HttpDoor> http) {

  /** One connection from bytes to bytes, which gives {@code slot} back when it is over. */
  Flow<ByteString, ByteString, NotUsed> flow(Peer peer, Connections.Slot slot) {
    ConnectionState state = new ConnectionState();
    long started = limits.ticker().nanos();
    Optional<Supplier<Flow<ByteString, ByteString, NotUsed>>> other =
        http.map(door -> () -> door.flow(peer, started));
    log.connected(peer.name());
    return BidiFlow.fromGraph(new Doorway(state, other, slot))
        .join(ConnectionFlow.create(sessions, peer, limits, unfinished, connections, state, log));
  }
}
