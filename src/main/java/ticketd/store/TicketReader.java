package ticketd.store;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import ticketd.desk.Feed;
import ticketd.desk.Scan;
import ticketd.desk.View;
import ticketd.journal.JournalReader;
import ticketd.journal.Replica;
import ticketd.journal.SharedLog;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Accounts;
import ticketd.ticket.Figures;
import ticketd.ticket.Hour;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Principal;
import ticketd.ticket.Recorded;
import ticketd.ticket.ReportGroup;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.SavedQueries;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.ticket.TicketQuery;

/**
 * Reads of what is committed, from any thread, without a lock: no writer, force or wait for the
 * lock holds one up.
 *
 * <p>A read that must show every change acknowledged before it was asked for first checks {@link
 * #isCurrent}; where it is not, it asks the store to {@link StoreMessage.CatchUp} to {@link
 * #committed}.
 */
final class TicketReader implements View {
  private static final long SLICE_NANOS = 1_000_000_000;

  private final SharedLog log;
  private final Replica replica;
  private final JournalReader reader;
  private final StoreIndex index;
  private final Reads reads;
  private final Search search;
  private final Sight all;

  TicketReader(SharedLog log, StoreIndex index, Reads reads, Search search) {
    this.log = log;
    this.replica = log.replica();
    this.reader = replica.reader();
    this.index = index;
    this.reads = reads;
    this.search = search;
    this.all = Sight.ofAll(index, reader);
  }

  /** The position up to which this process's file shows what is committed. */
  long committed() {
    return replica.committed();
  }

  /**
   * Whether everything committed by now, by any process, can be read here. Never again once a later
   * version of the program has made the store its own.
   */
  boolean isCurrent() {
    return log.isCurrent() && replica.committed() <= index.applied() && replica.isOfThisFormat();
  }

  /** Whether no later version of the program has made the store its own. */
  boolean mayBeRead() {
    return replica.isOfThisFormat();
  }

  @Override
  public long lastSeq() {
    return index.changes().lastSeq();
  }

  @Override
  public long generation() {
    return replica.generation();
  }

  @Override
  public Optional<TicketDetails> ticket(long id, int comments) {
    return ticket(id, comments, all);
  }

  /** The same with what an author sees of it. */
  Optional<TicketDetails> ticket(long id, int comments, Identity author) {
    return ticket(id, comments, Sight.ofOwn(index, reader, author));
  }

  private Optional<TicketDetails> ticket(long id, int comments, Sight sight) {
    return reads.read(() -> newest(id).map(event -> details(event, comments, sight)));
  }

  private TicketDetails details(StoredEvent event, int comments, Sight sight) {
    long id = event.id();
    NoteIndex.Notes notes = sight.notes(id);
    long seen = Math.max(notes.lastSeq(), sight.linksChanged(id));
    return new TicketDetails(
        reader.ticket(event),
        reader.description(event),
        reader.comments(event, comments),
        reader.notes(notes.lastAt(), comments),
        notes.count(),
        sight.links(id),
        Math.max(seen, event.seq()));
  }

  @Override
  public Scan<Ticket> list(ListQuery query) {
    return list(query, all, search.candidates(query.filter(), isDown(query)));
  }

  /** The same of one author's tickets, at a cost of what there is of them. */
  Scan<Ticket> list(ListQuery query, Identity author) {
    return list(
        query,
        Sight.ofOwn(index, reader, author),
        search.candidates(query.filter(), isDown(query), index.authors().postings(author)));
  }

  private static boolean isDown(ListQuery query) {
    return query.sort() == ListQuery.Sort.ID && query.descending();
  }

  private Scan<Ticket> list(ListQuery query, Sight sight, Candidates candidates) {
    boolean byId = query.sort() == ListQuery.Sort.ID;
    return reads.guarded(
        byId
            ? new ListScan(index, sight, reader, query, candidates)
            : new SortedScan(index, sight, reader, query, candidates));
  }

  @Override
  public List<Link> links(long id) {
    return all.links(id);
  }

  /** Those of them with tickets of this author. */
  List<Link> links(long id, Identity author) {
    return reads.read(() -> Sight.ofOwn(index, reader, author).links(id));
  }

  @Override
  public Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit) {
    return history(id, after, limit, all);
  }

  /** The same with what an author sees of it. */
  Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit, Identity author) {
    return history(id, after, limit, Sight.ofOwn(index, reader, author));
  }

  private Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit, Sight sight) {
    int most = limit.orElse(Integer.MAX_VALUE);
    return reads
        .read(() -> newest(id))
        .map(event -> reads.guarded(new HistoryScan(reader, sight, event, after, most)));
  }

  @Override
  public Feed changes(TicketQuery query, long after) {
    return new ChangeScan(index, reader, reads, query, after);
  }

  /** The same of one author's tickets, at a cost of what there is of them. */
  Feed changes(TicketQuery query, long after, Identity author) {
    return new OwnFeed(index, reader, reads, query, author, after);
  }

  /** The feed, up to the place of the log where the right of {@code who} ends. */
  Feed ending(Feed feed, Principal.Known who, Clock clock) {
    return new EndingFeed(feed, index, new RecordWalk(index.changes(), reader), reads, who, clock);
  }

  /** Whether there is such a ticket and it is this author's; another's is not read. */
  boolean isBy(Identity author, long id) {
    return id >= 1
        && id <= index.tickets().lastId()
        && index.tickets().authorHash(id) == StoredEvent.nameHash(author.key())
        && reads
            .read(() -> newest(id).map(event -> reader.ticket(event).author()))
            .filter(author::equals)
            .isPresent();
  }

  Accounts accounts() {
    return index.accounts();
  }

  @Override
  public long filedBy(Identity author) {
    long[] count = {0};
    TicketQuery own = new TicketQuery(List.of(new TicketQuery.AuthorIs(author)));
    ListQuery query =
        new ListQuery(own, ListQuery.Sort.ID, false, OptionalInt.empty(), OptionalLong.empty());
    Scan<Ticket> scan = accounts().isClosed() ? list(query, author) : list(query);
    while (scan.advance(System.nanoTime() + SLICE_NANOS, ticket -> ++count[0] > 0)) {
      // It may be long, and nobody waits for its parts.
    }
    return count[0];
  }

  @Override
  public Figures figures() {
    TicketIndex tickets = index.tickets();
    return new Figures(
        tickets.lastId(),
        tickets.count(Status.OPEN),
        tickets.count(Status.IN_PROGRESS),
        tickets.count(Status.WAITING),
        tickets.count(Status.CLOSED),
        index.changes().lastSeq(),
        replica.generation(),
        log.place(),
        replica.committed(),
        log.durability(),
        search.behind());
  }

  @Override
  public Scan<ReportGroup> report(ReportQuery query) {
    return reads.guarded(
        new ReportScan(index, all, reader, query, search.candidates(query.filter(), false)));
  }

  @Override
  public SavedQueries saved() {
    return index.saved();
  }

  @Override
  public List<Hour> hours(Instant until, int hours) {
    return index.hours().upTo(until, hours);
  }

  private Optional<StoredEvent> newest(long id) {
    return id < 1 || id > index.tickets().lastId()
        ? Optional.empty()
        : Optional.of(reader.event(index.tickets().offset(id)));
  }
}
