package ticketd.session;

import ticketd.wire.ErrorCode;

/** What came out of the framing: a peer's line, or what {@link LineGuard} has to say among them. */
sealed interface Received {
  /** A line of the peer, without its LF; nobody writes into it. */
  @SuppressWarnings(
      "ArrayRecordComponent") // compared by nobody; a copy would cost a tenth of a line
  record Line(byte[] bytes) implements Received {}

  /** The lines up to {@link ReadEnds} came in one read. */
  enum ReadBegins implements Received {
    INSTANCE
  }

  enum ReadEnds implements Received {
    INSTANCE
  }

  /** The connection ends here; nothing comes behind it. */
  record Closing(ErrorCode code) implements Received {}
}
