package ticketd.client.link;

import java.io.IOException;
import java.net.SocketTimeoutException;

/** The connection broke; told apart from a fault of whoever reads the lines. */
public final class Broken extends IOException {
  private static final long serialVersionUID = 1;

  Broken(IOException cause) {
    super(cause.toString(), cause);
  }

  /** It is given up because nothing came for too long. */
  static Broken bySilence() {
    return new Broken(new SocketTimeoutException("silent"));
  }

  boolean isSilence() {
    return getCause() instanceof SocketTimeoutException;
  }
}
