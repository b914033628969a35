package ticketd.store;

import java.util.List;
import java.util.Optional;
import ticketd.journal.JournalReader;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.Recorded;
import ticketd.ticket.TicketEvent;

/**
 * What somebody sees beside the fields of a ticket that he sees: all of it, or no notes, and links
 * with tickets of his own alone.
 */
final class Sight {
  private final StoreIndex index;
  private final JournalReader reader;
  private final Optional<Identity> author;

  private Sight(StoreIndex index, JournalReader reader, Optional<Identity> author) {
    this.index = index;
    this.reader = reader;
    this.author = author;
  }

  static Sight ofAll(StoreIndex index, JournalReader reader) {
    return new Sight(index, reader, Optional.empty());
  }

  static Sight ofOwn(StoreIndex index, JournalReader reader, Identity author) {
    return new Sight(index, reader, Optional.of(author));
  }

  /** The notes of a ticket. */
  NoteIndex.Notes notes(long id) {
    return author.isPresent() ? NoteIndex.Notes.NONE : index.notes().of(id);
  }

  /** The links of a ticket, in order. */
  List<Link> links(long id) {
    return seen(index.links().of(id));
  }

  /**
   * The number of the last change of a ticket's links that was another ticket's, of those that are
   * seen, 0 for none.
   */
  long linksChanged(long id) {
    return index.links().changedElsewhere(id, other -> author.isEmpty() || isOwn(other));
  }

  private List<Link> seen(List<Link> links) {
    return author.isEmpty() || links.isEmpty()
        ? links
        : links.stream().filter(link -> isOwn(link.id())).toList();
  }

  private boolean isOwn(long id) {
    return reader
        .ticket(reader.event(index.tickets().offset(id)))
        .author()
        .equals(author.orElseThrow());
  }

  /** The change without the links that are not seen. */
  Recorded seen(Recorded recorded) {
    if (author.isPresent()
        && recorded.event() instanceof TicketEvent.Changed changed
        && changed.links().isPresent()) {
      LinkChange links = changed.links().get();
      LinkChange left = new LinkChange(seen(links.before()), seen(links.after()));
      boolean isNothing = left.before().equals(left.after());
      return new Recorded(
          recorded.stamp(),
          new TicketEvent.Changed(
              changed.kind(),
              changed.before(),
              changed.after(),
              changed.description(),
              changed.comment(),
              isNothing ? Optional.empty() : Optional.of(left),
              changed.said()));
    }
    return recorded;
  }
}
