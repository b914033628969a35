package ticketd.session;

import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Framing;
import org.apache.pekko.stream.javadsl.FramingTruncation;
import org.apache.pekko.util.ByteString;
import ticketd.door.Connections;
import ticketd.door.Peer;
import ticketd.door.PeerLimits;
import ticketd.door.PeerLog;
import ticketd.door.Source;
import ticketd.door.Strangers;
import ticketd.door.UnfinishedRequests;

/** One connection from bytes to bytes: guard, framing, session. */
public final class ConnectionFlow {
  private static final int MARKER_ROOM = 128;
  private static final ByteString LINE_FEED = ByteString.fromString("\n");

  private ConnectionFlow() {}

  /**
   * {@code log} is told of a connection's end; {@code state} is new; {@code strangers} are there
   * where somebody must sign in.
   */
  public static Flow<ByteString, ByteString, NotUsed> create(
      ActorRef<SessionSupervisor.Open> sessions,
      Peer peer,
      PeerLimits limits,
      UnfinishedRequests unfinished,
      Connections connections,
      ConnectionState state,
      PeerLog log,
      Optional<Strangers> strangers) {
    return Flow.of(ByteString.class)
        .via(
            new LineGuard(
                limits, unfinished, state, connections, strangers, Source.of(peer.address())))
        .via(
            Framing.delimiter(
                LINE_FEED, limits.maxLine() + MARKER_ROOM, FramingTruncation.DISALLOW))
        .via(new SessionStage(sessions, peer, limits, connections.unsent(), state, log));
  }
}
