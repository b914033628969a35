package ticketd.desk;

/**
 * What {@link Desk#whenCurrent} came to.
 *
 * @param isReached whether everything committed before it was called can be read; else something of
 *     it cannot be, since the store is damaged or its database is away, and whoever asked is
 *     answered {@code unavailable}
 */
public record Current(boolean isReached) {}
