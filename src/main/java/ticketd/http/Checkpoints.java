package ticketd.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ticketd.door.Ticker;

/**
 * When each stream is to say next where it stands. All do so after the same time, so that they wait
 * in the order in which they came, and what is due is found at the front. Thread-safe.
 *
 * @param <T> a stream
 */
final class Checkpoints<T> {
  /** Well below the minute after which proxies take a connection for dead. */
  static final Duration INTERVAL = Duration.ofSeconds(15);

  private final Ticker ticker;

  /** By the time in nanoseconds of the ticker. */
  private final Map<T, Long> due = new LinkedHashMap<>();

  Checkpoints(Ticker ticker) {
    this.ticker = ticker;
  }

  /** Returns whether it is the only one. */
  synchronized boolean add(T stream) {
    due.put(stream, ticker.nanos() + INTERVAL.toNanos());
    return due.size() == 1;
  }

  synchronized void remove(T stream) {
    due.remove(stream);
  }

  synchronized List<T> all() {
    return new ArrayList<>(due.keySet());
  }

  synchronized boolean isEmpty() {
    return due.isEmpty();
  }

  /** Those whose time has come; each is due again after another interval. */
  synchronized List<T> takeDue() {
    long now = ticker.nanos();
    List<T> taken = new ArrayList<>();
    for (Map.Entry<T, Long> stream : due.entrySet()) {
      if (now - stream.getValue() < 0) {
        break;
      }
      taken.add(stream.getKey());
    }
    for (T stream : taken) {
      due.remove(stream);
      due.put(stream, now + INTERVAL.toNanos());
    }
    return taken;
  }
}
