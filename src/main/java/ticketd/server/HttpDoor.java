package ticketd.server;

import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;
import ticketd.wire.ErrorCode;

/** The HTTP door in words that name none of its classes. Thread-safe. */
interface HttpDoor {
  /** One connection, accepted at {@code started} of the ticker, from bytes to bytes. */
  Flow<ByteString, ByteString, NotUsed> flow(Peer peer, long started);

  /** What a connection is told that is closed for what it is. */
  ByteString refusal(ErrorCode code);
}
