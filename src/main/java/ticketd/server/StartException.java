package ticketd.server;

/** The server cannot start; the message is one plain line for whoever started it. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int CANNOT_START = 1;
  private static final int USAGE = 2;

  private final int status;

  private StartException(int status, String message) {
    super(message);
    this.status = status;
  }

  public StartException(String message) {
    this(CANNOT_START, message);
  }

  public StartException(String message, Throwable cause) {
    super(message, cause);
    this.status = CANNOT_START;
  }

  /** It was started in a way that is not allowed. */
  static StartException ofUsage(String message) {
    return new StartException(USAGE, message);
  }

  /** What the process ends with. */
  int status() {
    return status;
  }

  boolean isOfUsage() {
    return status == USAGE;
  }
}
