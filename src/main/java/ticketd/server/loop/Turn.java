package ticketd.server.loop;

/**
 * How long the loop's thread works at what one of the selector's tasks woke, before it leaves the
 * rest to other threads. Only that thread touches it; times are those of {@link System#nanoTime}.
 *
 * <p>A session that has one request to answer takes less than its way to another thread would cost,
 * and several of them may as well be answered here; those that have many at once are better shared.
 */
final class Turn {
  static final long NANOS = 400_000;

  /** Where sessions take no longer than {@link #SHORT_NANOS} on average, or there are none. */
  static final long LONGER_NANOS = 1_000_000;

  static final long SHORT_NANOS = 6_000;

  /** A turn of answers: those of a batch, which are there at once and need no more than a write. */
  static final long ANSWERS_NANOS = 2_000_000;

  /**
   * So long sockets are read here, whatever becomes of what was read: another thread would have
   * each of them taken out of what the kernel watches, and put back.
   */
  static final long READING_NANOS = 10_000_000;

  /** What waits behind an actor that takes longer goes to the pool, lest one hold up the others. */
  static final long LONG_NANOS = 50_000;

  /** The same where sessions are short: by then it is the core that was busy, not the actor. */
  static final long HELD_UP_NANOS = 150_000;

  /** When the first of it was woken; 0 where nothing was yet. */
  private long begun;

  private boolean isOfAnswers;
  private int sessions;
  private long sessionNanos;
  private boolean isOver;
  private boolean isReadingOver;

  /** Nothing was woken yet. */
  void renew() {
    begun = 0;
    isOfAnswers = false;
    sessions = 0;
    sessionNanos = 0;
    isOver = false;
    isReadingOver = false;
  }

  /** Something was woken; the first time since {@link #renew} the turn begins. */
  void begin(long now) {
    begun = begun == 0 ? now : begun;
  }

  void extendForAnswers() {
    isOfAnswers = true;
  }

  /** A session ran, for {@code nanos}. */
  void ranSession(long nanos) {
    sessions++;
    sessionNanos += nanos;
  }

  /** What is over by {@code now} stays so until it is renewed. */
  void look(long now) {
    isOver = isOver || now - begun > limit();
    isReadingOver = isReadingOver || now - begun > READING_NANOS;
  }

  private long limit() {
    if (isOfAnswers) {
      return ANSWERS_NANOS;
    }
    return areSessionsShort() ? LONGER_NANOS : NANOS;
  }

  private boolean areSessionsShort() {
    return sessionNanos <= sessions * SHORT_NANOS;
  }

  /** Whether an actor that ran for {@code nanos} shows that the others had better not wait. */
  boolean isLong(long nanos) {
    return nanos > (areSessionsShort() ? HELD_UP_NANOS : LONG_NANOS);
  }

  boolean isOver() {
    return isOver;
  }

  boolean isReadingOver() {
    return isReadingOver;
  }
}
