package ticketd.desk;

import java.util.Iterator;

/**
 * A read that may be long, carried out in slices. Not thread-safe, but each slice may run on
 * another thread than the one before.
 *
 * @param <T> what it finds
 */
public interface Scan<T> {
  /**
   * Goes on until {@code sink} wants no more, {@link System#nanoTime} passes {@code deadlineNanos},
   * or everything was found.
   *
   * @return whether more may come
   */
  boolean advance(long deadlineNanos, Sink<T> sink);

  /**
   * Takes what a scan finds.
   *
   * @param <T> what it finds
   */
  interface Sink<T> {
    /** Returns whether it can take another one in this slice. */
    boolean accept(T found);
  }

  /**
   * All that an iterator has.
   *
   * @param <T> what it has
   */
  static <T> Scan<T> of(Iterator<T> found) {
    return (deadlineNanos, sink) -> {
      while (found.hasNext()) {
        if (!sink.accept(found.next()) || System.nanoTime() - deadlineNanos >= 0) {
          break;
        }
      }
      return found.hasNext();
    };
  }
}
