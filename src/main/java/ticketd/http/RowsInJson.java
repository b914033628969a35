package ticketd.http;

import ticketd.wire.LineBuffer;
import ticketd.wire.Utf8;

/**
 * {@code {"name":[…]}}, and {@code "count"} behind it where that is wanted, written while it is
 * read. Not thread-safe.
 *
 * @param <T> what a row shows
 */
final class RowsInJson<T> implements RowScan.Rows<T> {
  /** Writes a row, an object. */
  interface Row<T> {
    void write(LineBuffer out, T found);
  }

  private final byte[] begin;
  private final Row<T> row;
  private final boolean counts;
  private boolean isFirst = true;

  RowsInJson(String name, boolean counts, Row<T> row) {
    this.begin = Utf8.bytes("{\"" + name + "\":[");
    this.row = row;
    this.counts = counts;
  }

  @Override
  public void begin(LineBuffer out) {
    out.append(begin);
  }

  @Override
  public void row(LineBuffer out, T found) {
    if (!isFirst) {
      out.append(',');
    }
    isFirst = false;
    row.write(out, found);
  }

  @Override
  public void end(LineBuffer out, long count) {
    out.append(']');
    if (counts) {
      out.append(",\"count\":").append(count);
    }
    out.append("}\n");
  }
}
