package ticketd.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.journal.StoredDeskEvent;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.DeskRules;
import ticketd.ticket.EventKind;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Priority;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.Recorded;
import ticketd.ticket.RecordedDeskEvent;
import ticketd.ticket.Status;
import ticketd.ticket.TicketEvent;

/**
 * Everything this process knows about the journal up to {@link #applied}: it is rebuilt by reading
 * the journal and never stored. Written by the store actor alone.
 */
final class StoreIndex {
  private final TicketIndex tickets = new TicketIndex();
  private final SeqIndex changes = new SeqIndex();
  private final KeyIndex keys = new KeyIndex();
  private final Backlog backlog = new Backlog();
  private final LateTexts lateTexts = new LateTexts();
  private final NoteIndex notes = new NoteIndex();
  private final LinkIndex links = new LinkIndex();
  private final HourCounts hours = new HourCounts();
  private final AccountIndex accounts = new AccountIndex();
  private final QueryIndex saved = new QueryIndex();
  private final AuthorIndex authors = new AuthorIndex();
  private final WorkIndex work = new WorkIndex();
  private final Optional<Openings> openings;
  private long newestAtMillis = Long.MIN_VALUE;
  private volatile long applied;

  /** {@code rules} say what is to be known beside what everybody asks. */
  StoreIndex(DeskRules rules) {
    openings = rules.escalateAfter().map(period -> new Openings(period.toMillis()));
  }

  TicketIndex tickets() {
    return tickets;
  }

  SeqIndex changes() {
    return changes;
  }

  KeyIndex keys() {
    return keys;
  }

  Backlog backlog() {
    return backlog;
  }

  HourCounts hours() {
    return hours;
  }

  AuthorIndex authors() {
    return authors;
  }

  AccountIndex accounts() {
    return accounts;
  }

  WorkIndex work() {
    return work;
  }

  /** Kept where the desk raises priorities. */
  Optional<Openings> openings() {
    return openings;
  }

  QueryIndex saved() {
    return saved;
  }

  NoteIndex notes() {
    return notes;
  }

  LinkIndex links() {
    return links;
  }

  LateTexts lateTexts() {
    return lateTexts;
  }

  /** When the newest event was made; long ago while there is none. For the thread that applies. */
  Instant newestAt() {
    return Instant.ofEpochMilli(newestAtMillis);
  }

  /** The journal position up to which everything can be found here; any thread may ask. */
  long applied() {
    return applied;
  }

  /** Makes all that was applied before visible to readers who load {@link #applied}. */
  void appliedTo(long position) {
    applied = position;
  }

  /** Takes in a batch that was read from the journal, which has verified it: this cannot fail. */
  void apply(List<StoredRecord> batch, long end) {
    for (int i = 0; i < batch.size(); i++) {
      if (batch.get(i) instanceof StoredEvent event) {
        apply(event);
      } else if (batch.get(i) instanceof StoredDeskEvent event) {
        apply(event.recorded(), event.offset(), event.keyHash());
      }
    }
    appliedTo(end);
  }

  /** Takes in an event of the desk, at {@code offset}; {@code keyHash} is 0 where it has no key. */
  void apply(RecordedDeskEvent recorded, long offset, long keyHash) {
    // First: whoever finds a later change here also finds what somebody may see of it.
    if (recorded.event() instanceof AccountEvent event) {
      authors.keep(tickets, changes.lastSeq());
      accounts.apply(event, recorded.stamp());
    } else if (recorded.event() instanceof QueryEvent event) {
      saved.apply(event, recorded.stamp().seq());
    }
    note(recorded.stamp().seq(), offset, recorded.stamp().at().toEpochMilli(), keyHash);
  }

  private void apply(StoredEvent event) {
    // Before its number tells of it: who follows an author's changes finds them here.
    if (event.kind() != EventKind.FILED && event.setsText()) {
      lateTexts.add(event.seq(), event.id());
    }
    if (event.isOfTicket()) {
      put(TicketRow.of(event), event.seq(), event.atMillis());
      event.links().ifPresent(change -> links.apply(event.id(), change, event.seq()));
      if (event.kind() == EventKind.TAKEN) {
        tickets.taken(event.id(), event.atMillis());
      }
    } else if (event.kind() == EventKind.NOTED) {
      notes.put(event.id(), new NoteIndex.Notes(event.offset(), event.seq(), event.noteNumber()));
    }
    note(event.seq(), event.offset(), event.atMillis(), event.keyHash());
  }

  /** Takes in an event that this process appended itself, at {@code offset}. */
  void apply(Recorded recorded, long offset, Optional<KeyUse> key) {
    TicketEvent event = recorded.event();
    long id = event.after().id();
    long seq = recorded.stamp().seq();
    long atMillis = recorded.stamp().at().toEpochMilli();
    if (event instanceof TicketEvent.Changed changed) {
      if (setsText(changed)) {
        lateTexts.add(seq, id);
      }
      changed.links().ifPresent(change -> links.apply(id, change, seq));
    } else if (event instanceof TicketEvent.Noted noted) {
      lateTexts.add(seq, id);
      notes.put(id, new NoteIndex.Notes(offset, seq, noted.n()));
    }
    if (event.kind() != EventKind.NOOP && event.kind() != EventKind.NOTED) {
      put(TicketRow.of(event.after(), offset), seq, atMillis);
    }
    if (event.kind() == EventKind.TAKEN) {
      tickets.taken(id, atMillis);
    }
    note(
        seq,
        offset,
        atMillis,
        key.map(use -> StoredEvent.keyHash(recorded.stamp().by(), use.key())).orElse(0L));
  }

  private static boolean setsText(TicketEvent.Changed change) {
    return change.description().isPresent()
        || change.comment().isPresent()
        || !change.before().title().equals(change.after().title());
  }

  /** {@code keyHash} is 0 for an event without a key. */
  private void note(long seq, long offset, long atMillis, long keyHash) {
    changes.put(seq, offset);
    newestAtMillis = atMillis;
    if (keyHash != 0) {
      keys.put(keyHash, offset);
    }
  }

  private void put(TicketRow row, long seq, long atMillis) {
    long id = row.id();
    countHour(row, atMillis);
    boolean wasTakeable =
        id <= tickets.lastId() && TicketRow.isTakeable(tickets.status(id), tickets.hasAssignee(id));
    Priority before = wasTakeable ? tickets.priority(id) : row.priority();
    boolean isNew = id > tickets.lastId();
    if (openings.isPresent()) {
      boolean wasOpen = !isNew && tickets.status(id) == Status.OPEN;
      openings
          .get()
          .put(
              id,
              row.status(),
              row.priority(),
              row.status() == Status.OPEN && !wasOpen,
              !isNew && tickets.priority(id) != row.priority(),
              atMillis);
    }
    if (!isNew) {
      work.changes(tickets, row);
    }
    tickets.put(row);
    if (isNew) {
      authors.filed(row, seq);
    } else {
      authors.changed(row, seq);
    }
    // Most changes leave the backlog as it is, and a bitmap's change costs more than the rest.
    if (wasTakeable && (!row.isTakeable() || before != row.priority())) {
      backlog.remove(id, before);
    }
    if (row.isTakeable() && (!wasTakeable || before != row.priority())) {
      backlog.add(id, row.priority());
    }
  }

  private void countHour(TicketRow row, long atMillis) {
    boolean isClosed = row.status() == Status.CLOSED;
    if (row.id() > tickets.lastId()) {
      hours.filed(atMillis);
      if (isClosed) {
        hours.closed(atMillis);
      }
      return;
    }
    boolean wasClosed = tickets.status(row.id()) == Status.CLOSED;
    if (isClosed && !wasClosed) {
      hours.closed(atMillis);
    } else if (wasClosed && !isClosed) {
      hours.reopened(atMillis);
    }
  }
}
