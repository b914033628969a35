package ticketd.store;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ticketd.journal.Journal;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Comment;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Recorded;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketQuery;

/**
 * Reads of what is committed, from any thread, without a lock: no writer, force or wait for the
 * lock holds one up.
 *
 * <p>A read that must show every change acknowledged before it was asked for first checks {@link
 * #isCurrent}; where it is not, it asks the store to {@link StoreMessage.CatchUp} to {@link
 * #committed}.
 */
public final class TicketReader {
  private final Journal journal;
  private final JournalReader reader;
  private final StoreIndex index;

  TicketReader(Journal journal, StoreIndex index) {
    this.journal = journal;
    this.reader = journal.reader();
    this.index = index;
  }

  /** A ticket with its long texts; {@code comments} are the newest ones, oldest first. */
  public record Details(Ticket ticket, String description, List<Comment> comments) {}

  /** The store in figures; {@code events} is the number of the last change. */
  public record Figures(
      long tickets,
      long open,
      long inProgress,
      long waiting,
      long closed,
      long events,
      long generation,
      String file,
      long bytes,
      String sync) {}

  /** The position up to which any process of the store has committed. */
  public long committed() {
    return journal.committed();
  }

  /** Whether everything committed by now, by any process, can be read here. */
  public boolean isCurrent() {
    return journal.committed() <= index.applied();
  }

  /** The number of the last change that can be read. */
  public long lastSeq() {
    return index.changes().lastSeq();
  }

  /** Where everything that can be read ends: the same value means the same content. */
  public long version() {
    return index.applied();
  }

  public long generation() {
    return journal.generation();
  }

  public Optional<Details> details(long id, int newestComments) {
    return newest(id)
        .map(
            event ->
                new Details(
                    reader.ticket(event),
                    reader.description(event),
                    reader.comments(event, newestComments)));
  }

  public Scan<Ticket> list(ListQuery query) {
    return query.sort() == ListQuery.Sort.ID
        ? new ListScan(index.tickets(), reader, query)
        : new SortedScan(index.tickets(), reader, query);
  }

  /**
   * The changes of a ticket with numbers above {@code after}; empty when there is no such ticket.
   */
  public Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit) {
    return newest(id)
        .map(
            event ->
                new HistoryScan(reader, event.offset(), after, limit.orElse(Integer.MAX_VALUE)));
  }

  /**
   * The changes with numbers above {@code after} that match, before or after.
   *
   * @param after at most {@link #lastSeq}
   */
  public ChangeScan changes(TicketQuery query, long after) {
    return new ChangeScan(index, reader, query, after);
  }

  public Figures figures() {
    TicketIndex tickets = index.tickets();
    return new Figures(
        tickets.lastId(),
        tickets.count(Status.OPEN),
        tickets.count(Status.IN_PROGRESS),
        tickets.count(Status.WAITING),
        tickets.count(Status.CLOSED),
        index.changes().lastSeq(),
        journal.generation(),
        journal.file().toString(),
        journal.committed(),
        journal.syncMode().wireName());
  }

  private Optional<StoredEvent> newest(long id) {
    return id < 1 || id > index.tickets().lastId()
        ? Optional.empty()
        : Optional.of(reader.event(index.tickets().offset(id)));
  }
}
