package ticketd.session;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Framing;
import org.apache.pekko.stream.javadsl.FramingTruncation;
import org.apache.pekko.util.ByteString;

/** One connection from bytes to bytes: guard, framing, as many lines as are at hand, session. */
public final class ConnectionFlow {
  /** Bytes of lines that may wait for the session beyond the ones it is at. */
  private static final long WAITING_BYTES = 64 * 1024;

  private static final int LINE_OVERHEAD = 32;
  private static final int MARKER_ROOM = 128;
  private static final ByteString LINE_FEED = ByteString.fromString("\n");

  private ConnectionFlow() {}

  public static Flow<ByteString, ByteString, NotUsed> create(
      ActorRef<SessionSupervisor.Open> sessions,
      SessionSupervisor.Peer peer,
      LineLimits limits,
      UnfinishedLines unfinished,
      Connections connections) {
    ConnectionState state = new ConnectionState();
    return Flow.of(ByteString.class)
        .via(new LineGuard(limits, unfinished, state, connections))
        .via(
            Framing.delimiter(
                LINE_FEED, limits.maxLine() + MARKER_ROOM, FramingTruncation.DISALLOW))
        .batchWeighted(
            WAITING_BYTES,
            line -> (long) line.size() + LINE_OVERHEAD,
            ConnectionFlow::listOf,
            ConnectionFlow::add)
        .via(new SessionStage(sessions, peer, limits, state, connections));
  }

  private static List<ByteString> listOf(ByteString line) {
    List<ByteString> lines = new ArrayList<>();
    lines.add(line);
    return lines;
  }

  private static List<ByteString> add(List<ByteString> lines, ByteString line) {
    lines.add(line);
    return lines;
  }
}
