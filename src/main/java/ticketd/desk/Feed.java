package ticketd.desk;

/**
 * A position in the log of changes: it finds what came after it, and stands at the end until more
 * is stored. It is all that a watch costs.
 */
public interface Feed extends Scan<Watched> {
  /** The number of the last change that was passed. */
  long seq();

  /** Whether nothing more is shown, since the right to it is over. */
  default boolean hasEnded() {
    return false;
  }

  /** Whether there are changes that were not passed yet. */
  boolean isBehind();
}
