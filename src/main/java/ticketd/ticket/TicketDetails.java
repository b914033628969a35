package ticketd.ticket;

import java.util.List;

/**
 * A ticket with its long texts.
 *
 * @param comments the newest ones asked for, oldest first; how many there are in all, the ticket
 *     knows
 */
public record TicketDetails(Ticket ticket, String description, List<Comment> comments) {}
