package ticketd.ticket;

/** What a command would do to the state it was decided against. */
public sealed interface Decision {
  /** {@code event} is to be stored; its {@code after} is the ticket from then on. */
  record Accepted(TicketEvent event) implements Decision {}

  /** The ticket is already as asked. */
  record AsItStands(Ticket ticket) implements Decision {}

  record Refused(Rejection rejection) implements Decision {}
}
