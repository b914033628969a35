package ticketd.server;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;
import ticketd.door.Door;

/** Where a connection goes by its first bytes. For one connection. */
@FunctionalInterface
interface Fork {
  /** Of the first bytes, as many as there are. */
  Turn turn(ByteString begun);

  /** What they say. */
  sealed interface Turn {}

  /** Where it stays. */
  enum Stay implements Turn {
    /** It is not known yet. */
    UNDECIDED,
    LINES
  }

  /**
   * It goes elsewhere, for ever.
   *
   * @param speaks what is spoken there; empty where that is not known yet, or nothing
   * @param flow asked for once
   */
  record Away(Optional<Door> speaks, Supplier<Flow<ByteString, ByteString, NotUsed>> flow)
      implements Turn {}
}
