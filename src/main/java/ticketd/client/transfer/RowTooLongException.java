package ticketd.client.transfer;

import java.io.IOException;

/** A line of values that is too long to be one; where it ends is not known. */
public final class RowTooLongException extends IOException {
  private static final long serialVersionUID = 1;

  private final int limit;

  RowTooLongException(int limit) {
    super("longer than " + limit);
    this.limit = limit;
  }

  /** What it may have, in UTF-16 units. */
  public int limit() {
    return limit;
  }
}
