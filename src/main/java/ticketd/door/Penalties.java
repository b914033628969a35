package ticketd.door;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What sources owe for passwords that were wrong: 5 s each, which passes by itself. From 15 s on a
 * source is not listened to, for any name, and adds nothing by asking. By source and never by name:
 * nobody can lock somebody else out from elsewhere. Thread-safe.
 */
public final class Penalties {
  private static final long FAILURE_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long LIMIT_NANOS = Duration.ofSeconds(15).toNanos();

  /** What strangers can make this process keep. */
  static final int MOST_SOURCES = 10_000;

  private final Ticker ticker;

  /** When each owes nothing any more; those that failed longest ago first. */
  private final LinkedHashMap<Source, Long> ends = new LinkedHashMap<>();

  public Penalties(Ticker ticker) {
    this.ticker = ticker;
  }

  /** How long {@code source} is not listened to, at least a second; empty where it is. */
  public synchronized Optional<Duration> refused(Source source) {
    Long end = ends.get(source);
    long over = end == null ? -1 : end - ticker.nanos() - LIMIT_NANOS;
    return over < 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(over / 1_000_000_000 + 1));
  }

  /** A password from there was wrong. */
  public synchronized void failed(Source source) {
    long now = ticker.nanos();
    Long end = ends.remove(source);
    long from = end == null || end - now < 0 ? now : end;
    if (ends.size() >= MOST_SOURCES) {
      makeRoom(now);
    }
    ends.put(source, from + FAILURE_NANOS);
  }

  private void makeRoom(long now) {
    ends.values().removeIf(end -> end - now <= 0);
    if (ends.size() >= MOST_SOURCES) {
      Map.Entry<Source, Long> oldest = ends.entrySet().iterator().next();
      ends.remove(oldest.getKey());
    }
  }

  synchronized int sources() {
    return ends.size();
  }
}
