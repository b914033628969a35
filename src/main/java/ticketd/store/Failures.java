package ticketd.store;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;

/**
 * The journal's failures, as far as they count: after each, none does for a while, which doubles
 * from {@code minBackoff} to {@code maxBackoff} and is as it was at first after as long without a
 * failure. So a journal may be looked at often, and a fault that lasts is still given time to pass.
 */
final class Failures {
  private final StoreSettings settings;
  private final ArrayDeque<Instant> counted = new ArrayDeque<>();
  private Duration backoff;
  private Instant ignoredUntil = Instant.MIN;

  Failures(StoreSettings settings) {
    this.settings = settings;
    this.backoff = settings.minBackoff();
  }

  /** Enters a failure, and returns whether it counts. */
  boolean add(Instant now) {
    if (now.isBefore(ignoredUntil)) {
      return false;
    }
    boolean anew = now.minus(settings.maxBackoff()).isAfter(ignoredUntil);
    if (anew) {
      backoff = settings.minBackoff();
    }
    counted.add(now);
    // Not from now on, or what looks are late by would add up.
    ignoredUntil = (anew ? now : ignoredUntil).plus(backoff);
    Duration doubled = backoff.multipliedBy(2);
    backoff = doubled.compareTo(settings.maxBackoff()) < 0 ? doubled : settings.maxBackoff();
    return true;
  }

  /** Whether as many counted, within the window up to now, as make the store give up. */
  boolean areTooMany(Instant now) {
    while (!counted.isEmpty() && counted.element().isBefore(now.minus(settings.failureWindow()))) {
      counted.remove();
    }
    return counted.size() >= settings.maxFailures();
  }
}
