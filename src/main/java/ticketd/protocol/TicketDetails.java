package ticketd.protocol;

import java.util.List;
import ticketd.ticket.Comment;
import ticketd.ticket.Ticket;

/**
 * What SHOW shows.
 *
 * @param comments the newest, oldest first
 */
public record TicketDetails(Ticket ticket, String description, List<Comment> comments) {}
