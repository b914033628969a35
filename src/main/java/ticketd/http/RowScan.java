package ticketd.http;

import ticketd.desk.Scan;
import ticketd.wire.LineBuffer;

/**
 * What a read finds, written row by row. Not thread-safe, but each slice may be made by another
 * thread than the one before.
 *
 * @param <T> what a row shows
 */
final class RowScan<T> {
  private static final int SLICE_BYTES = 64 * 1024;

  /**
   * Writes rows.
   *
   * @param <T> what a row shows
   */
  interface Rows<T> {
    /** What stands before the first one. */
    default void begin(LineBuffer out) {}

    void row(LineBuffer out, T found);

    /** What stands behind {@code count} rows. */
    default void end(LineBuffer out, long count) {}
  }

  private final Scan<T> scan;
  private final Rows<T> rows;
  private boolean begun;
  private long count;

  RowScan(Scan<T> scan, Rows<T> rows) {
    this.scan = scan;
    this.rows = rows;
  }

  /**
   * Writes until {@code out} holds a slice, {@code budgetNanos} have passed or all is written.
   *
   * @return whether more is to come
   * @throws ticketd.desk.UnreadableException where what comes next cannot be read
   */
  boolean slice(LineBuffer out, long budgetNanos) {
    if (!begun) {
      rows.begin(out);
      begun = true;
    }
    boolean more =
        scan.advance(
            System.nanoTime() + budgetNanos,
            found -> {
              rows.row(out, found);
              count++;
              return out.size() < SLICE_BYTES;
            });
    if (!more) {
      rows.end(out, count);
    }
    return more;
  }

  /** How many rows were written. */
  long count() {
    return count;
  }
}
