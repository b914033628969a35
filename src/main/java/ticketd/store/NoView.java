package ticketd.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import ticketd.desk.Feed;
import ticketd.desk.Scan;
import ticketd.desk.View;
import ticketd.desk.Watched;
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

/** What somebody sees whose right holds no longer, or never did: nothing. */
final class NoView implements View {
  private final TicketReader all;

  NoView(TicketReader all) {
    this.all = all;
  }

  @Override
  public Optional<TicketDetails> ticket(long id, int comments) {
    return Optional.empty();
  }

  @Override
  public Scan<Ticket> list(ListQuery query) {
    return (deadlineNanos, sink) -> false;
  }

  @Override
  public List<Link> links(long id) {
    return List.of();
  }

  @Override
  public Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit) {
    return Optional.empty();
  }

  @Override
  public Feed changes(TicketQuery query, long after) {
    return new Feed() {
      @Override
      public long seq() {
        return after;
      }

      @Override
      public boolean isBehind() {
        return false;
      }

      @Override
      public boolean hasEnded() {
        return true;
      }

      @Override
      public boolean advance(long deadlineNanos, Sink<Watched> sink) {
        return false;
      }
    };
  }

  @Override
  public long filedBy(Identity author) {
    return 0;
  }

  @Override
  public Figures figures() {
    throw new IllegalStateException("the desk's figures are for nobody here");
  }

  @Override
  public Scan<ReportGroup> report(ReportQuery query) {
    throw new IllegalStateException("the desk's figures are for nobody here");
  }

  @Override
  public SavedQueries saved() {
    throw new IllegalStateException("the desk's queries are for nobody here");
  }

  @Override
  public List<Hour> hours(Instant until, int hours) {
    throw new IllegalStateException("the desk's figures are for nobody here");
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
