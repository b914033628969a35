package ticketd.desk;

import ticketd.ticket.Recorded;

/**
 * A change that a {@link Feed} came to.
 *
 * @param matches whether the ticket matches the feed's query just after it; false for a change by
 *     which it left the query
 */
public record Watched(Recorded recorded, boolean matches) {}
