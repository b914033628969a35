package ticketd.session;

import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.session.StreamedReply.Outcome;
import ticketd.wire.LineBuffer;

/** Makes slices of long replies on the scan threads, and tells the session of each. */
final class Slices {
  private static final long SLICE_NANOS = 2_000_000;

  private final Executor scans;
  private final ActorRef<SessionMessage> session;

  Slices(Executor scans, ActorRef<SessionMessage> session) {
    this.scans = scans;
    this.session = session;
  }

  /** The session is told of the next slice; until then nobody else may use the reply. */
  void next(StreamedReply<?> reply) {
    scans.execute(() -> session.tell(slice(reply)));
  }

  private static SessionMessage slice(StreamedReply<?> reply) {
    LineBuffer rendered = new LineBuffer();
    try {
      Outcome outcome = reply.slice(rendered, SLICE_NANOS);
      return new SessionMessage.Sliced(rendered, outcome);
    } catch (RuntimeException e) {
      return new SessionMessage.SliceFailed(e);
    }
  }
}
