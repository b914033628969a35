package ticketd.desk;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
 * What is stored, from any thread, without a lock: no writer, force or wait holds a read up. It
 * moves on with the store.
 *
 * <p>Whatever is read, here or by a {@link Scan}, throws {@link UnreadableException} where the
 * store is damaged.
 */
public interface View {
  /** The ticket with its description and at most {@code comments} of its newest comments. */
  Optional<TicketDetails> ticket(long id, int comments);

  Scan<Ticket> list(ListQuery query);

  /** The links of a ticket that is seen, in order: those with tickets that are seen, too. */
  List<Link> links(long id);

  /**
   * The changes of a ticket with numbers above {@code after}; empty when there is no such ticket.
   */
  Optional<Scan<Recorded>> history(long id, long after, OptionalInt limit);

  /**
   * The changes with numbers above {@code after} whose ticket matches, before or after.
   *
   * @param after at most {@link #lastSeq}
   */
  Feed changes(TicketQuery query, long after);

  /** How many tickets somebody filed, of those that are seen; it looks at each. */
  long filedBy(Identity author);

  Figures figures();

  /** The groups of a report, in order, and behind them the total. */
  Scan<ReportGroup> report(ReportQuery query);

  /** The queries that the desk keeps, as they are when they are looked at. */
  SavedQueries saved();

  /**
   * What was done in the last {@code hours} hours of UTC up to that of {@code until}, oldest first,
   * by the times of the changes.
   *
   * @param hours at most those of a leap year
   */
  List<Hour> hours(Instant until, int hours);

  /** Whose tickets alone are here, with nothing of the others; empty where all are. */
  default Optional<Identity> onlyOf() {
    return Optional.empty();
  }

  /**
   * The same for all who see the same: its feeds do not end with anybody's right to them, which
   * whoever shows them looks after.
   */
  default View shared() {
    return this;
  }

  /** The number of the last change that can be read. */
  long lastSeq();

  /** Of the order that the numbers belong to; another one after acknowledged history was lost. */
  long generation();
}
