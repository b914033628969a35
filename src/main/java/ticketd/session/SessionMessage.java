package ticketd.session;

import java.util.List;
import java.util.Optional;
import ticketd.desk.Answer;
import ticketd.desk.Current;
import ticketd.door.Passwords;
import ticketd.wire.ErrorCode;
import ticketd.wire.LineBuffer;

/** What a session is told: by its connection's stream, by the desk, and by its own scans. */
public sealed interface SessionMessage {
  /**
   * Lines of the peer, without their LF; answered by exactly one {@link Output}.
   *
   * @param closing why the connection ends behind them, where it does
   * @param receivedAt when the last of them came, by the time of the peers' limits
   */
  record Lines(List<byte[]> lines, Optional<ErrorCode> closing, long receivedAt)
      implements SessionMessage {}

  /** Asks for more of what the last {@link Output} left; answered by exactly one {@link Output}. */
  enum Next implements SessionMessage {
    INSTANCE
  }

  /** The connection is gone, and why where nobody said so: see {@link ticketd.door.PeerLog}. */
  record Closed(String reason) implements SessionMessage {}

  /** The desk answered the run of changes. */
  record Answered(List<Answer> answers) implements SessionMessage {}

  /** A password was compared, or made. */
  record Hashed(Passwords.Outcome outcome) implements SessionMessage {}

  /** What its peer signed in with has ended. */
  enum Revoked implements SessionMessage {
    INSTANCE
  }

  /** Whether reads now show everything committed before they were asked for, or cannot. */
  record CaughtUp(Current outcome) implements SessionMessage {}

  /** The watch has something to show. */
  enum NewChanges implements SessionMessage {
    INSTANCE
  }

  /** A slice of a scan was carried out. */
  record Sliced(LineBuffer rendered, StreamedReply.Outcome outcome) implements SessionMessage {}

  /** A slice of a scan failed. */
  record SliceFailed(RuntimeException cause) implements SessionMessage {}
}
