package ticketd.store;

import java.util.Optional;
import java.util.function.Supplier;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Ticket;

/**
 * The tickets of a list, one by one. What a short list shows is kept for the next one that shows
 * it; a long one, which would only drive that out, reads and keeps nothing of it.
 */
final class Listed {
  private final StoreIndex index;
  private final Sight sight;
  private final JournalReader reader;
  private final ListQuery query;
  private final boolean isShort;

  Listed(StoreIndex index, Sight sight, JournalReader reader, ListQuery query) {
    this.index = index;
    this.sight = sight;
    this.reader = reader;
    this.query = query;
    this.isShort = query.isShort();
  }

  /** The ticket {@code id} just after its event at {@code offset}, if it matches the query. */
  Optional<Ticket> find(long id, long offset) {
    Optional<Ticket> kept = kept(id, offset);
    if (kept.isPresent()) {
      return kept.filter(ticket -> matches(() -> reader.event(offset), ticket));
    }
    StoredEvent event = reader.event(offset);
    Ticket ticket = reader.ticket(event);
    return matches(() -> event, ticket) ? Optional.of(keep(event, ticket)) : Optional.empty();
  }

  /**
   * The ticket {@code id} just after its event at {@code offset}, of which it is known to match.
   */
  Ticket get(long id, long offset) {
    Optional<Ticket> kept = kept(id, offset);
    if (kept.isPresent()) {
      return kept.get();
    }
    StoredEvent event = reader.event(offset);
    return keep(event, reader.ticket(event));
  }

  private Optional<Ticket> kept(long id, long offset) {
    return isShort ? reader.kept(id, offset) : Optional.empty();
  }

  private Ticket keep(StoredEvent event, Ticket ticket) {
    if (isShort) {
      reader.keep(event, ticket);
    }
    return ticket;
  }

  private boolean matches(Supplier<StoredEvent> event, Ticket ticket) {
    return Matching.matches(query.filter(), index, sight, reader, event, ticket);
  }
}
