package ticketd.server.log;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Decides which interactions get a line of their own: the first 20 of a second. The others are
 * counted, and after a second that had more than 20 all of the next are, so that a steady load
 * makes one line a second.
 *
 * <p>{@link #admit} is for any thread and costs an addition under load; {@link #nextSecond} is for
 * one thread, the writer's. While that thread is held up nobody is admitted beyond the first 20, so
 * what waits to be written is bounded by itself.
 */
final class LogGate {
  static final int LINES_A_SECOND = 20;

  /** What is counted apart. */
  enum Kind {
    CONNECTED,
    IDENTIFIED,
    FILED,
    CHANGED,
    LEFT
  }

  private final AtomicInteger admitted = new AtomicInteger();
  private final Map<Kind, LongAdder> counted = new EnumMap<>(Kind.class);

  /** What {@link #nextSecond} reported so far; sums only ever grow, so that no count is lost. */
  private final Map<Kind, Long> reported = new EnumMap<>(Kind.class);

  private volatile boolean counting;

  LogGate() {
    for (Kind kind : Kind.values()) {
      counted.put(kind, new LongAdder());
      reported.put(kind, 0L);
    }
  }

  /** Whether this one gets a line; if not, it is counted. */
  boolean admit(Kind kind) {
    if (!counting && admitted.incrementAndGet() <= LINES_A_SECOND) {
      return true;
    }
    counting = true;
    count(kind);
    return false;
  }

  /** One that had been admitted, and was not written after all. */
  void count(Kind kind) {
    counter(kind).increment();
  }

  /** Begins another second; what was counted in the last, by kind, the zeros left out. */
  Map<Kind, Long> nextSecond() {
    Map<Kind, Long> sums = new EnumMap<>(Kind.class);
    long total = Math.min(admitted.get(), LINES_A_SECOND);
    for (Kind kind : Kind.values()) {
      long sum = counter(kind).sum();
      Long before = reported.put(kind, sum);
      long delta = sum - (before == null ? 0 : before);
      total += delta;
      if (delta > 0) {
        sums.put(kind, delta);
      }
    }
    admitted.set(0);
    counting = total > LINES_A_SECOND;
    return sums;
  }

  /** All that were counted by now, of whatever kind. For any thread. */
  long counted() {
    return counted.values().stream().mapToLong(LongAdder::sum).sum();
  }

  private LongAdder counter(Kind kind) {
    return Objects.requireNonNull(counted.get(kind));
  }
}
