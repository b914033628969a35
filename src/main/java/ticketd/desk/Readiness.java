package ticketd.desk;

/**
 * What {@link Desk#probe} came to.
 *
 * @param takesChanges whether a change would have been stored, as far as can be known without one
 */
public record Readiness(boolean takesChanges) {}
