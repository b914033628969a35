package ticketd.ticket;

/** An event with its place in the log: {@code stamp.seq()} is the event's own number. */
public record Recorded(Stamp stamp, TicketEvent event) {}
