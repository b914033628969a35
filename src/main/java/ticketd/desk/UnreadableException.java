package ticketd.desk;

/**
 * A read met what the store does not hold intact. Its message names the file and the place; it was
 * logged where it was met. The reader answers {@code unavailable} and goes on.
 */
public final class UnreadableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Where it was met by whoever logged it. */
  public UnreadableException(String message) {
    super(message);
  }

  public UnreadableException(String message, Throwable cause) {
    super(message, cause);
  }
}
