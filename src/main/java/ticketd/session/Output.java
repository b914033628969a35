package ticketd.session;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/** What a session gives its connection's stream. */
public sealed interface Output {
  /** The session is there; the first thing its stream is told. */
  record Opened(ActorRef<SessionMessage> session) implements Output {}

  /** Bytes to write, perhaps none, and what comes next. */
  record Bytes(ByteString bytes, Then then) implements Output {}

  /** The watch has events; unlike {@link Bytes} it comes unasked. */
  enum Wake implements Output {
    INSTANCE
  }

  /** What the stream does once it passed the bytes on. */
  enum Then {
    /** Sends the next lines when there are some. */
    READ,
    /** Asks for the rest of the reply. */
    CONTINUE,
    /** Asks for further events, but lines that arrived come first. */
    MORE_EVENTS,
    /** Closes the connection. */
    CLOSE
  }
}
