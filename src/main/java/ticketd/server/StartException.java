package ticketd.server;

/** The server cannot start; the message is one plain line for whoever started it. */
public final class StartException extends Exception {
  public StartException(String message) {
    super(message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
