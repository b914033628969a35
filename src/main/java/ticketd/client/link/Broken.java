package ticketd.client.link;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** The connection broke; told apart from a fault of whoever reads the lines. */
final class Broken extends Exception {
  private static final long serialVersionUID = 1;

  Broken(IOException cause) {
    super(cause.toString(), cause);
  }

  /** Whether it was only given up because nothing came for too long. */
  boolean isSilence() {
    return getCause() instanceof SocketTimeoutException;
  }
}
