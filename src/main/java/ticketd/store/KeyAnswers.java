package ticketd.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredDeskEvent;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.Rejection;
import ticketd.ticket.Stamp;
import ticketd.ticket.Ticket;

/**
 * What requests with keys are answered that come again: those of a batch that is being decided, and
 * those that are stored. Used by the store actor alone.
 */
final class KeyAnswers {
  private record Owned(String owner, String key) {}

  /** {@code repeated} is what the same request is answered. */
  private record First(KeyUse use, Answer repeated) {}

  private final StoreIndex index;
  private final JournalReader reader;

  /** By the batch. */
  private final Map<Owned, First> firsts = new HashMap<>();

  KeyAnswers(StoreIndex index, JournalReader reader) {
    this.index = index;
    this.reader = reader;
  }

  /** The batch has a request that used the key, with such an event of a ticket. */
  void add(KeyUse use, Stamp stamp, EventKind kind, Ticket answered) {
    add(use, stamp, new Answer.Duplicate(answered, kind != EventKind.NOOP));
  }

  /** The batch has a request that used the key, with such an event. */
  void add(KeyUse use, Stamp stamp, QueryEvent event) {
    add(use, stamp, repeated(event, stamp.seq()));
  }

  private void add(KeyUse use, Stamp stamp, Answer repeated) {
    firsts.put(owned(stamp.by(), use), new First(use, repeated));
  }

  private static Owned owned(Identity by, KeyUse use) {
    return new Owned(by.key(), use.key().text());
  }

  /** What a change is answered whose key was used before. */
  Optional<Answer> find(Change change, KeyUse use) {
    First here = firsts.get(owned(change.principal().who(), use));
    if (here != null) {
      return Optional.of(
          answer(use, here.use().fingerprint().equals(use.fingerprint()), here.repeated()));
    }
    long offset =
        index
            .keys()
            .find(
                StoredEvent.keyHash(change.principal().who(), use.key()),
                candidate -> isUseOf(reader.record(candidate), change, use));
    if (offset == 0) {
      return Optional.empty();
    }
    StoredRecord first = reader.record(offset);
    boolean same = first.fingerprint().equals(Optional.of(use.fingerprint()));
    return Optional.of(answer(use, same, repeated(first)));
  }

  private static boolean isUseOf(StoredRecord event, Change change, KeyUse use) {
    return event.key().equals(Optional.of(use.key()))
        && event.by().equals(change.principal().who());
  }

  private static Answer answer(KeyUse use, boolean sameRequest, Answer repeated) {
    return sameRequest ? repeated : new Answer.Rejected(new Rejection.KeyReused(use.key()));
  }

  private Answer repeated(StoredRecord first) {
    if (first instanceof StoredDeskEvent ofDesk
        && ofDesk.recorded().event() instanceof QueryEvent event) {
      return repeated(event, first.seq());
    }
    StoredEvent event = (StoredEvent) first;
    return new Answer.Duplicate(
        answered(reader.ticket(event), event.kind(), event.seq()), event.kind() != EventKind.NOOP);
  }

  private static Answer repeated(QueryEvent event, long seq) {
    return event instanceof QueryEvent.Kept kept
        ? new Answer.OfQuery(kept.name(), kept.seq(), false, true)
        : new Answer.OfQuery(event.name(), seq, true, true);
  }

  /** The ticket of an answer. A note is no change of it, but has a number of its own. */
  static Ticket answered(Ticket ticket, EventKind kind, long seq) {
    return kind == EventKind.NOTED ? ticket.at(seq) : ticket;
  }
}
