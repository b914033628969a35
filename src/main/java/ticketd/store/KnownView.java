package ticketd.store;

import java.time.Clock;
import java.time.Instant;
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
import ticketd.ticket.Principal;
import ticketd.ticket.Recorded;
import ticketd.ticket.ReportGroup;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.SavedQueries;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.ticket.TicketQuery;

/** What somebody sees for as long as the right to it holds: a feed ends with it. */
final class KnownView implements View {
  private final View seen;
  private final TicketReader all;
  private final Principal.Known who;
  private final Clock clock;

  /**
   * @param seen what the role shows
   */
  KnownView(View seen, TicketReader all, Principal.Known who, Clock clock) {
    this.seen = seen;
    this.all = all;
    this.who = who;
    this.clock = clock;
  }

  @Override
  public Feed changes(TicketQuery query, long after) {
    return all.ending(seen.changes(query, after), who, clock);
  }

  @Override
  public Optional<TicketDetails> ticket(long id, int comments) {
    return seen.ticket(id, comments);
  }

  @Override
  public Scan<Ticket> list(ListQuery query) {
    return seen.list(query);
  }

  @Override
  public List<Link> links(long id) {
    return seen.links(id);
  }

  @Override
  public Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit) {
    return seen.history(id, after, limit);
  }

  @Override
  public long filedBy(Identity author) {
    return seen.filedBy(author);
  }

  @Override
  public Figures figures() {
    return seen.figures();
  }

  @Override
  public Scan<ReportGroup> report(ReportQuery query) {
    return seen.report(query);
  }

  @Override
  public SavedQueries saved() {
    return seen.saved();
  }

  @Override
  public List<Hour> hours(Instant until, int hours) {
    return seen.hours(until, hours);
  }

  @Override
  public Optional<Identity> onlyOf() {
    return seen.onlyOf();
  }

  @Override
  public View shared() {
    return seen;
  }

  @Override
  public long lastSeq() {
    return seen.lastSeq();
  }

  @Override
  public long generation() {
    return seen.generation();
  }
}
