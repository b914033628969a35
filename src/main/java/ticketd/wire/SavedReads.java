package ticketd.wire;

import java.util.Optional;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Rejection;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.SavedQueries;
import ticketd.ticket.SavedTerms;
import ticketd.ticket.TicketQuery;

/** Reads whose queries name saved ones, into what those hold when the read is made. */
public final class SavedReads {
  private SavedReads() {}

  /** What came of a read. */
  public sealed interface Outcome {
    /** The read without a name in its query. */
    record Ready(Request.Read request) implements Outcome {}

    record Refused(Rejection rejection) implements Outcome {}
  }

  /** Whether its query names a saved one: it is then for those alone who may see what is saved. */
  public static boolean isOne(Request.Read request) {
    return query(request).filter(SavedTerms::areIn).isPresent();
  }

  /** The read with what is saved by now. */
  public static Outcome with(SavedQueries saved, Request.Read request) {
    Optional<TicketQuery> query = query(request);
    if (query.isEmpty()) {
      return new Outcome.Ready(request);
    }
    SavedTerms.Expansion expansion = SavedTerms.expand(query.get(), saved);
    return expansion instanceof SavedTerms.Expansion.Expanded expanded
        ? new Outcome.Ready(of(request, expanded.query()))
        : new Outcome.Refused(((SavedTerms.Expansion.Refused) expansion).rejection());
  }

  private static Optional<TicketQuery> query(Request.Read request) {
    if (request instanceof Request.ListTickets list) {
      return Optional.of(list.query().filter());
    } else if (request instanceof Request.Watch watch) {
      return Optional.of(watch.query());
    } else if (request instanceof Request.Report report) {
      return Optional.of(report.query().filter());
    }
    return Optional.empty();
  }

  private static Request.Read of(Request.Read request, TicketQuery query) {
    if (request instanceof Request.ListTickets list) {
      ListQuery asked = list.query();
      return new Request.ListTickets(
          new ListQuery(query, asked.sort(), asked.descending(), asked.limit(), asked.after()));
    } else if (request instanceof Request.Watch watch) {
      return new Request.Watch(watch.since(), query);
    }
    ReportQuery asked = ((Request.Report) request).query();
    return new Request.Report(new ReportQuery(asked.range(), asked.by(), query, asked.clock()));
  }
}
