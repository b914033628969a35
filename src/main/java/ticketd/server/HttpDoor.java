package ticketd.server;

import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Peer;

/** The HTTP door in words that name none of its classes. Thread-safe. */
interface HttpDoor {
  /** One connection, accepted at {@code started} of the ticker, from bytes to bytes. */
  Flow<ByteString, ByteString, NotUsed> flow(Peer peer, long started);

  /** What a connection over the limit is told. */
  ByteString refusal();
}
