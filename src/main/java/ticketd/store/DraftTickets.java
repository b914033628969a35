package ticketd.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import ticketd.journal.JournalReader;
import ticketd.journal.Refs;
import ticketd.journal.StoredEvent;
import ticketd.ticket.EventKind;
import ticketd.ticket.LinkType;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketQuery;

/** The tickets as a batch that is being decided leaves them. Used by the store actor alone. */
final class DraftTickets {
  /** A ticket as this batch left it. {@code description} is empty where the batch set none. */
  record Draft(Ticket ticket, Refs refs, Optional<String> description, int notes) {}

  private final StoreIndex index;
  private final JournalReader reader;
  private final DraftedLinks links;
  private final Map<Long, Draft> changed = new HashMap<>();

  /** Of these those that are open and nobody's, by their numbers. */
  private final Map<Priority, NavigableMap<Long, Draft>> takeable = new EnumMap<>(Priority.class);

  /** How many events of this batch were no taking. */
  private int otherEvents;

  /** Of this batch, in its order. */
  private final List<TicketEvent> events = new ArrayList<>();

  private long lastId;

  DraftTickets(StoreIndex index, JournalReader reader) {
    this.index = index;
    this.reader = reader;
    this.lastId = index.tickets().lastId();
    this.links = new DraftedLinks(index.links(), () -> lastId);
  }

  /** Of the newest ticket; 0 where there is none. */
  long lastId() {
    return lastId;
  }

  DraftedLinks links() {
    return links;
  }

  /** What this batch filed or changed, and is open and nobody's; the lowest number first. */
  Collection<Draft> takeable(Priority priority) {
    return takeable.getOrDefault(priority, Collections.emptyNavigableMap()).values();
  }

  /**
   * Another number where a ticket that this batch did not change may since match what it did not:
   * somebody took some, and nothing else happened, where it is the same.
   */
  int otherEvents() {
    return otherEvents;
  }

  private void put(long id, Draft draft) {
    Draft before = changed.put(id, draft);
    if (before != null && isTakeable(before.ticket())) {
      takeableOf(before).remove(id);
    }
    if (isTakeable(draft.ticket())) {
      takeableOf(draft).put(id, draft);
    }
  }

  private NavigableMap<Long, Draft> takeableOf(Draft draft) {
    return takeable.computeIfAbsent(draft.ticket().priority(), absent -> new TreeMap<>());
  }

  private static boolean isTakeable(Ticket ticket) {
    return ticket.status() == Status.OPEN && ticket.assignee().isEmpty();
  }

  boolean isChanged(long id) {
    return changed.containsKey(id);
  }

  /** A ticket that there is: see {@link #lastId}. */
  Draft of(long id) {
    Draft draft = changed.get(id);
    if (draft != null) {
      return draft;
    }
    StoredEvent event = reader.event(index.tickets().offset(id));
    NoteIndex.Notes notes = index.notes().of(id);
    return new Draft(
        reader.ticket(event),
        event.refs().withNote(notes.lastAt()),
        Optional.empty(),
        notes.count());
  }

  /** The batch takes {@code event}, which made of {@code before} what is at {@code refs}. */
  void apply(TicketEvent event, Optional<Draft> before, Refs refs) {
    events.add(event);
    otherEvents += event.kind() == EventKind.TAKEN ? 0 : 1;
    Ticket after = event.after();
    if (event instanceof TicketEvent.Filed filed) {
      lastId = after.id();
      put(lastId, new Draft(after, refs, Optional.of(filed.description()), 0));
    } else if (event instanceof TicketEvent.Noted noted) {
      put(after.id(), new Draft(after, refs, before.orElseThrow().description(), noted.n()));
    } else if (event instanceof TicketEvent.Changed change) {
      Draft draft = before.orElseThrow();
      Optional<String> description = change.description().map(TicketEvent.TextChange::after);
      put(after.id(), new Draft(after, refs, description.or(draft::description), draft.notes()));
      change.links().ifPresent(them -> links.apply(after.id(), them));
    }
  }

  String description(Draft draft) {
    return draft
        .description()
        .orElseGet(() -> reader.description(reader.event(draft.refs().descriptionAt())));
  }

  boolean matches(TicketQuery query, Draft draft) {
    return query.matches(draft.ticket(), new Texts(draft));
  }

  /** What a query looks into, read when it does. */
  private final class Texts implements TicketQuery.Texts {
    private final Draft draft;
    private final long id;

    Texts(Draft draft) {
      this.draft = draft;
      this.id = draft.ticket().id();
    }

    @Override
    public String description() {
      return DraftTickets.this.description(draft);
    }

    /** Those of this batch, then the stored ones. */
    @Override
    public Iterable<String> comments() {
      return () -> Stream.concat(draftedComments(), storedComments()).iterator();
    }

    private Stream<String> draftedComments() {
      return events.stream()
          .filter(event -> event.after().id() == id)
          .flatMap(event -> event.comment().stream());
    }

    private Stream<String> storedComments() {
      return id <= index.tickets().lastId()
          ? reader.commentTexts(reader.event(index.tickets().offset(id)))
          : Stream.empty();
    }

    /** Those of this batch, then the stored ones. */
    @Override
    public Iterable<String> notes() {
      return () ->
          Stream.concat(draftedNotes(), reader.noteTexts(index.notes().of(id).lastAt())).iterator();
    }

    private Stream<String> draftedNotes() {
      return events.stream()
          .filter(event -> event instanceof TicketEvent.Noted && event.after().id() == id)
          .map(event -> ((TicketEvent.Noted) event).note());
    }

    @Override
    public boolean isBlocked() {
      return links.of(id).stream()
          .anyMatch(
              link -> link.type() == LinkType.BLOCKED_BY && !of(link.id()).ticket().isClosed());
    }

    @Override
    public boolean isLinkedTo(long other) {
      return links.of(id).stream().anyMatch(link -> link.id() == other);
    }
  }
}
