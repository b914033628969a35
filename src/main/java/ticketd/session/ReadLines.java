package ticketd.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.wire.ErrorCode;

/**
 * The lines of one read, or as many of them as are handed to the session together; others of the
 * read may follow.
 */
final class ReadLines {
  private static final int ENOUGH_BYTES = 64 * 1024;
  private static final int LINE_OVERHEAD = 32;

  private List<byte[]> lines = new ArrayList<>();
  private int bytes;
  private Optional<ErrorCode> closing = Optional.empty();
  private boolean inRead;
  private boolean complete;

  void take(Received received) {
    if (received instanceof Received.Line line) {
      lines.add(line.bytes());
      bytes += line.bytes().length + LINE_OVERHEAD;
    } else if (received instanceof Received.Closing end) {
      closing = Optional.of(end.code());
    } else {
      inRead = received instanceof Received.ReadBegins;
    }
    complete = !isEmpty() && !(inRead && bytes < ENOUGH_BYTES);
  }

  /** Nothing else will be taken. */
  void end() {
    complete = !isEmpty();
  }

  private boolean isEmpty() {
    return lines.isEmpty() && closing.isEmpty();
  }

  /** Whether they are all of a read, or enough of it. */
  boolean areComplete() {
    return complete;
  }

  /** The lines, which are forgotten here. */
  SessionMessage.Lines handOver(long receivedAt) {
    SessionMessage.Lines handed = new SessionMessage.Lines(lines, closing, receivedAt);
    lines = new ArrayList<>();
    closing = Optional.empty();
    bytes = 0;
    complete = false;
    return handed;
  }
}
