package ticketd.client.transfer;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A text whose lines are bounded, so that none needs more memory than there is: of one that is
 * longer the rest is passed over. For one thread.
 */
final class BoundedRows extends FilterReader {
  private final int most;

  /** What was given of the line so far; one more than {@link #most} where it is too long. */
  private int given;

  /** {@code most} is in UTF-16 units. */
  BoundedRows(Reader text, int most) {
    super(text);
    this.most = most;
  }

  @Override
  public int read(char[] to, int from, int length) throws IOException {
    int kept = 0;
    while (kept == 0) {
      int count = in.read(to, from, length);
      if (count <= 0) {
        return count;
      }
      kept = keep(to, from, count);
    }
    return kept;
  }

  /** Moves together what is not passed over; returns how much that is. */
  private int keep(char[] text, int from, int count) {
    int kept = from;
    for (int at = from; at < from + count; at++) {
      char c = text[at];
      if (c == '\n' || c == '\r') {
        given = 0;
      } else if (given > most) {
        continue;
      } else {
        given++;
      }
      text[kept++] = c;
    }
    return kept - from;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }
}
