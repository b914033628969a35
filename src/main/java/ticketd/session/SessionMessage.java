package ticketd.session;

import java.util.List;
import org.apache.pekko.util.ByteString;
import ticketd.protocol.LineBuffer;
import ticketd.store.Answer;

/** What a session is told: by its connection's stream, by the store, and by its own scans. */
public sealed interface SessionMessage {
  /** Lines of the peer, without their LF; answered by exactly one {@link Output}. */
  record Lines(List<ByteString> lines) implements SessionMessage {}

  /** Asks for more of what the last {@link Output} left; answered by exactly one {@link Output}. */
  enum Next implements SessionMessage {
    INSTANCE
  }

  /** The connection is gone. */
  record Closed(boolean lost) implements SessionMessage {}

  /** The store answered the run of changes. */
  record Answered(List<Answer> answers) implements SessionMessage {}

  /** Reads now show everything committed before they were asked for. */
  enum CaughtUp implements SessionMessage {
    INSTANCE
  }

  /** The watch has something to show. */
  enum NewChanges implements SessionMessage {
    INSTANCE
  }

  /** A slice of a scan was carried out; {@code more} may come. */
  record Sliced(LineBuffer rendered, boolean more) implements SessionMessage {}

  /** A slice of a scan failed. */
  record SliceFailed(RuntimeException cause) implements SessionMessage {}
}
