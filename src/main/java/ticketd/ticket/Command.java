package ticketd.ticket;

/** A request to change something, its grammar already checked. */
public sealed interface Command permits KeyedCommand, AccountCommand {}
