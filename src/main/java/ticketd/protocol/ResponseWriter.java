package ticketd.protocol;

import java.time.ZoneId;
import ticketd.ticket.Recorded;
import ticketd.ticket.Rejection;
import ticketd.ticket.ReportGroup;
import ticketd.ticket.SavedQuery;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketDetails;
import ticketd.wire.Format;
import ticketd.wire.Language;
import ticketd.wire.LineBuffer;
import ticketd.wire.Rejections;
import ticketd.wire.Text;

/**
 * Responses to lines, each with its LF. No data line it writes begins with {@code [}. For one
 * thread at a time.
 */
public sealed interface ResponseWriter permits TextResponseWriter, JsonResponseWriter {
  /**
   * A writer whose texts are in {@code language} and whose text times are those of {@code zone}.
   */
  static ResponseWriter of(Language language, Format format, ZoneId zone) {
    return of(language, format, new TicketLines(zone));
  }

  /** The same in the zone of {@code lines}, which any number of writers may share. */
  static ResponseWriter of(Language language, Format format, TicketLines lines) {
    return switch (format) {
      case TEXT -> new TextResponseWriter(language, lines);
      case JSON -> new JsonResponseWriter(language, lines);
    };
  }

  /** Writes the status line, behind the data lines that {@code response} itself holds. */
  void write(LineBuffer out, Response response);

  /** Writes what a dialogue asks its next line for by. */
  void prompt(LineBuffer out, Text prompt);

  /** Writes a ticket as LIST does. */
  void ticketLine(LineBuffer out, Ticket ticket);

  /** The same of a ticket that other lists may soon show: its line is kept for them. */
  void sharedTicketLine(LineBuffer out, Ticket ticket);

  /** Writes a change as HISTORY does. */
  void historyLine(LineBuffer out, Recorded recorded);

  /**
   * Writes a change as a watch does.
   *
   * @param matches whether the ticket matches the watch's query just after it
   */
  void watchLine(LineBuffer out, Recorded recorded, boolean matches);

  /** Writes a group of a report, or its total. */
  void reportLine(LineBuffer out, ReportGroup group);

  /** Writes a query that is kept. */
  void savedLine(LineBuffer out, SavedQuery saved);

  /** Writes the data lines of SHOW. */
  void details(LineBuffer out, TicketDetails details);

  /** Writes the status line of a request that the state refuses. */
  default void refuse(LineBuffer out, Rejection rejection) {
    write(out, new Response.Failed(Rejections.code(rejection), Rejections.message(rejection)));
  }
}
