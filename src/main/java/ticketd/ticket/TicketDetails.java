package ticketd.ticket;

import java.util.List;

/**
 * A ticket with its long texts.
 *
 * @param comments the newest ones asked for, oldest first; how many there are in all, the ticket
 *     knows
 * @param notes the same of the internal ones
 * @param noteCount how many of these there are in all
 * @param links from both sides, in order
 * @param seq of the newest thing that is shown: more than the ticket's own, where that is a note or
 *     a link set from elsewhere
 */
public record TicketDetails(
    Ticket ticket,
    String description,
    List<Comment> comments,
    List<Note> notes,
    int noteCount,
    List<Link> links,
    long seq) {
  /** A ticket with no more than that. */
  public TicketDetails(Ticket ticket, String description, List<Comment> comments) {
    this(ticket, description, comments, List.of(), 0, List.of(), ticket.seq());
  }
}
