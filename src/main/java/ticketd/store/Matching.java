package ticketd.store;

import java.util.List;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Comment;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketQuery;

/** A query against tickets as the journal holds them; long texts are read where a term asks. */
final class Matching {
  private Matching() {}

  /** Whether {@code ticket}, as it is just after {@code event}, matches. */
  static boolean matches(
      TicketQuery query, JournalReader reader, StoredEvent event, Ticket ticket) {
    return query.terms().isEmpty()
        || query.matches(
            ticket,
            new TicketQuery.Texts() {
              @Override
              public String description() {
                return reader.description(event);
              }

              @Override
              public Iterable<String> comments() {
                List<Comment> comments = reader.comments(event, Integer.MAX_VALUE);
                return comments.stream().map(Comment::text).toList();
              }
            });
  }
}
