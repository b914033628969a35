package ticketd.ticket;

/**
 * A query that the desk keeps under a name.
 *
 * @param query as it was said
 * @param seq the number of the event that set it
 */
public record SavedQuery(String name, String query, long seq) {}
