package ticketd.ticket;

/** An event of the desk with its place in the log. */
public record RecordedDeskEvent(Stamp stamp, DeskEvent event) {}
