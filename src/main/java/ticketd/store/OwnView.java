package ticketd.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ticketd.desk.Feed;
import ticketd.desk.Scan;
import ticketd.desk.View;
import ticketd.ticket.Figures;
import ticketd.ticket.Hour;
import ticketd.ticket.Identity;
import ticketd.ticket.Link;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Recorded;
import ticketd.ticket.ReportGroup;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.SavedQueries;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.ticket.TicketQuery;

/**
 * What is there for somebody who sees the tickets of his own alone: any other is as one that was
 * never filed.
 */
final class OwnView implements View {
  private final TicketReader all;
  private final Identity author;

  OwnView(TicketReader all, Identity author) {
    this.all = all;
    this.author = author;
  }

  @Override
  public Optional<TicketDetails> ticket(long id, int comments) {
    return isOwn(id) ? all.ticket(id, comments, author) : Optional.empty();
  }

  private boolean isOwn(long id) {
    return all.isBy(author, id);
  }

  @Override
  public Scan<Ticket> list(ListQuery query) {
    return all.list(
        new ListQuery(
            own(query.filter()), query.sort(), query.descending(), query.limit(), query.after()),
        author);
  }

  private TicketQuery own(TicketQuery query) {
    List<TicketQuery.Term> terms = new ArrayList<>(query.terms());
    terms.add(new TicketQuery.AuthorIs(author));
    return new TicketQuery(terms);
  }

  @Override
  public List<Link> links(long id) {
    return all.links(id, author);
  }

  @Override
  public Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit) {
    return isOwn(id) ? all.history(id, after, limit, author) : Optional.empty();
  }

  @Override
  public Feed changes(TicketQuery query, long after) {
    return all.changes(query, after, author);
  }

  @Override
  public long filedBy(Identity other) {
    return other.equals(author) ? all.filedBy(author) : 0;
  }

  /** Of the desk, and so for nobody who sees this. */
  @Override
  public Figures figures() {
    throw new IllegalStateException("the desk's figures are not for a requester");
  }

  /** Of the desk, and so for nobody who sees this. */
  @Override
  public Scan<ReportGroup> report(ReportQuery query) {
    throw new IllegalStateException("the desk's figures are not for a requester");
  }

  /** Of the desk, and so for nobody who sees this. */
  @Override
  public SavedQueries saved() {
    throw new IllegalStateException("the desk's queries are not for a requester");
  }

  /** Of the desk, and so for nobody who sees this. */
  @Override
  public List<Hour> hours(Instant until, int hours) {
    throw new IllegalStateException("the desk's figures are not for a requester");
  }

  @Override
  public Optional<Identity> onlyOf() {
    return Optional.of(author);
  }

  @Override
  public long lastSeq() {
    return all.lastSeq();
  }

  @Override
  public long generation() {
    return all.generation();
  }
}
