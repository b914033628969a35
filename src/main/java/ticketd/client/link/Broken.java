package ticketd.client.link;

import java.io.IOException;

/** The connection broke; told apart from a fault of whoever reads the lines. */
final class Broken extends Exception {
  private static final long serialVersionUID = 1;

  Broken(IOException cause) {
    super(cause.toString(), cause);
  }
}
