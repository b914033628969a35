package ticketd.postgres;

import java.time.Duration;

/**
 * Whether other nodes append at the same time, by what the own appends met, and what courtesy asks
 * for then. Times are those of {@link System#nanoTime}. Changed by the thread that appends; whether
 * there is any can be read by others.
 */
final class Contention {
  /** So many stays at the head of the queue behind one another, and nobody else is there. */
  private static final int CALM = 8;

  /** So long the head of the queue has turns, while others wait. */
  private static final long RUN_NANOS = Duration.ofMillis(4).toNanos();

  /** So long nobody waits behind a head of the queue that stands still. */
  private static final long IMPATIENCE_NANOS = Duration.ofSeconds(1).toNanos();

  private volatile boolean isThere;

  /** Stays at the head of the queue since somebody else appended. */
  private int calm;

  private long ownSeq;
  private long headNanos;
  private long waitedInVainNanos;

  /** At that time nobody has waited in vain yet. */
  Contention(long nowNanos) {
    this.waitedInVainNanos = nowNanos - IMPATIENCE_NANOS;
  }

  /** Whether others append as well, so that turns are queued up for. */
  boolean isThere() {
    return isThere;
  }

  /** Whether the queue did not move lately. */
  boolean isImpatient(long nowNanos) {
    return nowNanos - waitedInVainNanos < IMPATIENCE_NANOS;
  }

  /** Whether the head of the queue may have another turn behind this one. */
  boolean runGoesOn(long nowNanos) {
    return nowNanos - headNanos < RUN_NANOS;
  }

  /** This node appended, up to that event. */
  void stored(long last) {
    ownSeq = last;
  }

  /** Somebody else was first. */
  void lost() {
    isThere = true;
    calm = 0;
  }

  /** This node is the head of the queue since then, and found that end of the order. */
  void head(long sinceNanos, long end) {
    headNanos = sinceNanos;
    calm = end == ownSeq ? calm + 1 : 0;
    isThere = calm < CALM;
  }

  void waitedInVain(long nowNanos) {
    waitedInVainNanos = nowNanos;
  }
}
