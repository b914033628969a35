package ticketd.session;

import java.util.function.LongFunction;
import ticketd.desk.Scan;
import ticketd.desk.UnreadableException;
import ticketd.protocol.Response;
import ticketd.protocol.ResponseWriter;
import ticketd.wire.ErrorCode;
import ticketd.wire.LineBuffer;
import ticketd.wire.Message;

/**
 * The data lines of a reply that may be long, made slice by slice as fast as the peer takes them.
 *
 * @param <T> what a line shows
 */
final class StreamedReply<T> {
  private static final int SLICE_BYTES = 64 * 1024;

  /** How a slice ended. */
  enum Outcome {
    /** More may come. */
    MORE,
    /** Everything is written. */
    WHOLE,
    /** Everything before what cannot be read is written. */
    BROKEN
  }

  /** Writes one data line. */
  interface LineWriter<T> {
    void write(ResponseWriter writer, LineBuffer out, T found);
  }

  /** Writes what ends the reply behind {@code count} data lines. */
  private interface Ending {
    void write(LineBuffer out, Outcome outcome, long count);
  }

  private final Scan<T> scan;
  private final ResponseWriter writer;
  private final LineWriter<T> line;
  private final Ending ending;
  private long count;

  private StreamedReply(Scan<T> scan, ResponseWriter writer, LineWriter<T> line, Ending ending) {
    this.scan = scan;
    this.writer = writer;
    this.line = line;
    this.ending = ending;
  }

  /**
   * A reply that ends with the status line {@code status} makes of the number of its data lines, or
   * with {@code unavailable} where one cannot be read.
   */
  static <T> StreamedReply<T> counted(
      Scan<T> scan, ResponseWriter writer, LineWriter<T> line, LongFunction<Response> status) {
    Response broken = new Response.Failed(ErrorCode.UNAVAILABLE, Message.unreadable());
    return new StreamedReply<>(
        scan,
        writer,
        line,
        (out, outcome, count) ->
            writer.write(out, outcome == Outcome.WHOLE ? status.apply(count) : broken));
  }

  /** Lines without an end of their own: a watch's events. */
  static <T> StreamedReply<T> endless(Scan<T> scan, ResponseWriter writer, LineWriter<T> line) {
    return new StreamedReply<>(scan, writer, line, (out, outcome, count) -> {});
  }

  /**
   * Writes further lines until {@code out} holds a slice or {@code budgetNanos} have passed, and
   * the status line behind the last one.
   */
  Outcome slice(LineBuffer out, long budgetNanos) {
    Outcome outcome = scan(out, System.nanoTime() + budgetNanos);
    if (outcome != Outcome.MORE) {
      ending.write(out, outcome, count);
    }
    return outcome;
  }

  private Outcome scan(LineBuffer out, long deadlineNanos) {
    try {
      boolean more =
          scan.advance(
              deadlineNanos,
              found -> {
                line.write(writer, out, found);
                count++;
                return out.size() < SLICE_BYTES;
              });
      return more ? Outcome.MORE : Outcome.WHOLE;
    } catch (UnreadableException e) {
      // Logged where it was met; the peer is told by the ending.
      return Outcome.BROKEN;
    }
  }
}
