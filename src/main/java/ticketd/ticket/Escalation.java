package ticketd.ticket;

/**
 * When a ticket that stays open is raised: step <i>n</i> is due <i>n</i> periods after it became
 * so. A step that is due when the priority is set, be it by a step or by somebody, is done with
 * that: so nothing is raised twice, whatever the clock does, and what was lowered waits for the
 * next step. All times are in milliseconds.
 */
public final class Escalation {
  private Escalation() {}

  /**
   * How many steps are due and not done.
   *
   * @param openedAt when it became open
   * @param prioritisedAt when its priority was set last since then; {@code openedAt} or later
   */
  public static long steps(long openedAt, long prioritisedAt, long now, long period) {
    return Math.max(
        0, Math.floorDiv(now - openedAt, period) - Math.floorDiv(prioritisedAt - openedAt, period));
  }

  /** When the next step is due. */
  public static long nextAt(long openedAt, long prioritisedAt, long period) {
    return openedAt + (Math.floorDiv(prioritisedAt - openedAt, period) + 1) * period;
  }
}
