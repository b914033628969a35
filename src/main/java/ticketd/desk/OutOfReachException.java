package ticketd.desk;

/**
 * What was committed cannot be known: {@link Current#OUT_OF_REACH}. The reader answers {@code
 * unavailable}.
 */
public final class OutOfReachException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OutOfReachException() {
    super("what was committed cannot be known");
  }
}
