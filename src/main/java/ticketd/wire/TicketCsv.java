package ticketd.wire;

import java.time.ZoneOffset;
import java.util.List;
import ticketd.ticket.Extras;
import ticketd.ticket.Identity;
import ticketd.ticket.Rating;
import ticketd.ticket.Resolution;
import ticketd.ticket.Ticket;

/** Tickets as rows of CSV (RFC 4180), the first row names the columns. For any thread. */
public final class TicketCsv {
  /** The members of a ticket in JSON, in their order. */
  static final List<String> COLUMNS =
      List.of(
          "id",
          "title",
          "author",
          "status",
          "resolution",
          "priority",
          "assignee",
          "tags",
          "createdAt",
          "updatedAt",
          "version",
          "seq",
          "comments",
          "due",
          "rating",
          "escalated",
          "closedAt");

  private static final ThreadLocal<LocalTimes> UTC =
      ThreadLocal.withInitial(() -> new LocalTimes(ZoneOffset.UTC));

  private TicketCsv() {}

  public static void header(LineBuffer out) {
    out.append(String.join(",", COLUMNS)).append("\r\n");
  }

  public static void row(LineBuffer out, Ticket ticket) {
    LocalTimes utc = UTC.get();
    out.append(ticket.id()).append(',');
    field(out, ticket.title()).append(',');
    field(out, ticket.author().name()).append(',');
    out.append(ticket.status().wireName()).append(',');
    out.append(ticket.resolution().map(Resolution::wireName).orElse("")).append(',');
    out.append(ticket.priority().wireName()).append(',');
    field(out, ticket.assignee().map(Identity::name).orElse("")).append(',');
    out.append(String.join(" ", ticket.tags())).append(',');
    utc.withMilliseconds(out, ticket.createdAt());
    utc.withMilliseconds(out.append(','), ticket.updatedAt());
    out.append(',').append((long) ticket.version());
    out.append(',').append(ticket.seq());
    out.append(',').append((long) ticket.comments()).append(',');
    extras(out, utc, ticket.extras());
    out.append("\r\n");
  }

  private static void extras(LineBuffer out, LocalTimes utc, Extras extras) {
    extras.due().ifPresent(due -> utc.withMilliseconds(out, due));
    out.append(',').append(extras.rating().map(Rating::toString).orElse(""));
    out.append(',').append(Boolean.toString(extras.isEscalated())).append(',');
    extras.closedAt().ifPresent(at -> utc.withMilliseconds(out, at));
  }

  /** A text; what a spreadsheet would take for a formula begins with an apostrophe. */
  private static LineBuffer field(LineBuffer out, String text) {
    boolean isFormula = !text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0;
    String shown = isFormula ? "'" + text : text;
    boolean isPlain =
        shown.indexOf('"') < 0
            && shown.indexOf(',') < 0
            && shown.indexOf('\n') < 0
            && shown.indexOf('\r') < 0;
    return isPlain
        ? out.append(shown)
        : out.append('"').append(shown.replace("\"", "\"\"")).append('"');
  }
}
