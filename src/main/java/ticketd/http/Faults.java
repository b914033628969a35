package ticketd.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.desk.UnreadableException;

/**
 * Tells the log of an answer that was broken off by a fault of ours: its peer sees a reset, which
 * says nothing, and whoever carries the bytes logs nothing.
 */
final class Faults {
  private static final Logger LOG = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  /** One error, without a stranger's bytes; what cannot be read was logged where it was met. */
  static void tell(String what, RuntimeException failure) {
    if (!(failure instanceof UnreadableException)) {
      LOG.error("{} failed", what, new Nameless(failure));
    }
  }
}
