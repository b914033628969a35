package ticketd.store;

import java.util.function.Supplier;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketQuery;

/** A query against tickets as the journal holds them; long texts are read where a term asks. */
final class Matching {
  private Matching() {}

  /** Whether {@code ticket}, as its newest {@code event} left it, matches. */
  static boolean matches(
      TicketQuery query,
      StoreIndex index,
      Sight sight,
      JournalReader reader,
      StoredEvent event,
      Ticket ticket) {
    return matches(query, index, sight, reader, event, ticket, Long.MAX_VALUE);
  }

  /** The same where the event is read only if a term asks for what it says beside the ticket. */
  static boolean matches(
      TicketQuery query,
      StoreIndex index,
      Sight sight,
      JournalReader reader,
      Supplier<StoredEvent> event,
      Ticket ticket) {
    return matches(
        query, ticket, new Beside(index, sight, reader, ticket.id(), event, Long.MAX_VALUE));
  }

  /** The same of any event, with the notes that were there once the one at {@code upTo} was. */
  static boolean matches(
      TicketQuery query,
      StoreIndex index,
      Sight sight,
      JournalReader reader,
      StoredEvent event,
      Ticket ticket,
      long upTo) {
    return matches(query, ticket, new Beside(index, sight, reader, ticket.id(), () -> event, upTo));
  }

  private static boolean matches(TicketQuery query, Ticket ticket, Beside beside) {
    return query.terms().isEmpty() || query.matches(ticket, beside);
  }

  private record Beside(
      StoreIndex index,
      Sight sight,
      JournalReader reader,
      long ticket,
      Supplier<StoredEvent> event,
      long upTo)
      implements TicketQuery.Texts {
    @Override
    public String description() {
      return reader.description(event.get());
    }

    @Override
    public Iterable<String> comments() {
      StoredEvent newest = event.get();
      return () -> reader.commentTexts(newest).iterator();
    }

    @Override
    public Iterable<String> notes() {
      return notesUpTo(sight, reader, ticket, upTo);
    }

    @Override
    public boolean isBlocked() {
      return LinkIndex.isBlocked(sight.links(ticket), index.tickets());
    }

    @Override
    public boolean isLinkedTo(long id) {
      return sight.links(ticket).stream().anyMatch(link -> link.id() == id);
    }
  }

  /** The texts of the notes that the ticket had once the event at {@code upTo} was. */
  private static Iterable<String> notesUpTo(Sight sight, JournalReader reader, long id, long upTo) {
    long at = sight.notes(id).lastAt();
    while (at > upTo) {
      at = reader.noteBefore(reader.event(at));
    }
    long newest = at;
    return () -> reader.noteTexts(newest).iterator();
  }
}
