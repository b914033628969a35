package ticketd.ticket;

/** A request to change something that may carry a key, by which it is carried out once. */
public sealed interface KeyedCommand extends Command permits TicketCommand, QueryCommand {}
