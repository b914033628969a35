package ticketd.desk;

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
}
