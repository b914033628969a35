package ticketd.client.link;

import java.time.Duration;
import java.util.Optional;

/** The pauses between tries: 0.1 s, then twice as long each time up to a longest one. */
public final class Pauses {
  private static final Duration FIRST = Duration.ofMillis(100);

  private final Optional<Duration> limit;
  private final Duration longest;
  private final Pace pace;
  private final long begun;
  private Duration next = FIRST;

  private Pauses(Optional<Duration> limit, Duration longest, Pace pace) {
    this.limit = limit;
    this.longest = longest;
    this.pace = pace;
    this.begun = pace.nanos();
  }

  /** Those of a change whose outcome is open: up to 1 s, usually for 10 s in all. */
  public static Pauses ofAChange() {
    return ofAChange(Patience.USUAL, Pace.REAL);
  }

  static Pauses ofAChange(Patience patience, Pace pace) {
    return new Pauses(Optional.of(patience.repeats()), Duration.ofSeconds(1), pace);
  }

  /** Those of a connection that is opened again for as long as it takes: up to 2 s. */
  static Pauses withoutEnd() {
    return new Pauses(Optional.empty(), Duration.ofSeconds(2), Pace.REAL);
  }

  /** Waits until it is time to try again; false, at once, when it is too late for that. */
  public boolean pause() throws InterruptedException {
    Duration pause = next;
    if (limit.isPresent()) {
      Duration left = limit.get().minusNanos(pace.nanos() - begun);
      if (left.toMillis() <= 0) {
        return false;
      }
      pause = shorter(pause, left);
    }
    pace.rest(pause);
    next = shorter(next.multipliedBy(2), longest);
    return true;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** The next pause is the first one again. */
  void restart() {
    next = FIRST;
  }
}
