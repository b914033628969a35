package ticketd.session;

import java.util.function.BiConsumer;
import ticketd.protocol.LineBuffer;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.store.Scan;

/**
 * The data lines of a reply that may be long, made slice by slice as fast as the peer takes them.
 *
 * @param <T> what a line shows
 */
final class StreamedReply<T> {
  private static final int SLICE_BYTES = 64 * 1024;

  private final Scan<T> scan;
  private final ResponseWriter writer;
  private final LineWriter<T> line;
  private final BiConsumer<LineBuffer, Long> status;
  private long count;

  /** Writes one data line. */
  interface LineWriter<T> {
    void write(ResponseWriter writer, LineBuffer out, T found);
  }

  private StreamedReply(
      Scan<T> scan,
      ResponseWriter writer,
      LineWriter<T> line,
      BiConsumer<LineBuffer, Long> status) {
    this.scan = scan;
    this.writer = writer;
    this.line = line;
    this.status = status;
  }

  /**
   * A reply that ends with the status line {@code status} makes of the number of its data lines.
   */
  static <T> StreamedReply<T> counted(
      Scan<T> scan, ResponseWriter writer, LineWriter<T> line, LongToResponse status) {
    return new StreamedReply<>(
        scan, writer, line, (out, count) -> writer.write(out, status.apply(count)));
  }

  /** Lines without an end of their own: a watch's events. */
  static <T> StreamedReply<T> endless(Scan<T> scan, ResponseWriter writer, LineWriter<T> line) {
    return new StreamedReply<>(scan, writer, line, (out, count) -> {});
  }

  /** Makes a status line of a count. */
  interface LongToResponse {
    Response apply(long count);
  }

  /**
   * Writes further lines until {@code out} holds a slice or {@code budgetNanos} have passed, and
   * the status line behind the last one.
   *
   * @return whether more may come
   */
  boolean slice(LineBuffer out, long budgetNanos) {
    boolean more =
        scan.advance(
            System.nanoTime() + budgetNanos,
            found -> {
              line.write(writer, out, found);
              count++;
              return out.size() < SLICE_BYTES;
            });
    if (!more) {
      status.accept(out, count);
    }
    return more;
  }
}
