package ticketd.client.transfer;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.transfer.SourceTicket.Link;
import ticketd.client.transfer.SourceTicket.Remark;
import ticketd.protocol.Json;
import ticketd.ticket.Priority;
import ticketd.ticket.Resolution;
import ticketd.ticket.Status;
import ticketd.wire.Excerpt;

/** A ticket as {@code export} writes it, or some members of it. Pure. */
final class ExportedTicket {
  private ExportedTicket() {}

  /** As {@link ObjectReading} makes it. */
  static Row row(long row, Json ticket) {
    if (ticket.text("title").isBlank()) {
      return new Row.Unreadable(row, Row.Flaw.NO_TITLE, "");
    }
    List<Remark> remarks = new ArrayList<>();
    for (Json comment : ticket.objects("comments")) {
      remarks.add(remark(comment, false));
    }
    for (Json note : ticket.objects("notes")) {
      remarks.add(remark(note, true));
    }
    List<Link> links = new ArrayList<>();
    for (Json link : ticket.objects("links")) {
      links.add(new Link(link.text("type"), link.text("id")));
    }
    Optional<String> assignee = ticket.optionalText("assignee");
    Optional<Instant> closedAt = Moments.read(ticket.text("closedAt"));
    String said = ticket.text("status");
    String status = said.isEmpty() && closedAt.isPresent() ? "closed" : said;
    boolean closed = status.equals("closed");
    if (!status.isEmpty() && Status.of(status).isEmpty()) {
      return new Row.Unreadable(row, Row.Flaw.NO_STATUS, Excerpt.of(status));
    }
    String priority = ticket.text("priority");
    if (!priority.isEmpty() && Priority.of(priority).isEmpty()) {
      return new Row.Unreadable(row, Row.Flaw.NO_PRIORITY, Excerpt.of(priority));
    }
    String resolution = closed ? ticket.text("resolution") : "";
    if (!resolution.isEmpty() && Resolution.of(resolution).isEmpty()) {
      return new Row.Unreadable(row, Row.Flaw.NO_RESOLUTION, Excerpt.of(resolution));
    }
    return new Row.Read(
        new SourceTicket(
            row,
            ticket.text("id"),
            "",
            ticket.text("title"),
            ticket.text("description"),
            ticket.text("author"),
            Moments.read(ticket.text("createdAt")),
            // A desk of version 1.0 does not tell when: no later than its last change.
            closed ? closedAt.or(() -> Moments.read(ticket.text("updatedAt"))) : closedAt,
            status,
            Optional.of(resolution).filter(how -> !how.isEmpty()),
            priority,
            assignee.map(List::of).orElse(List.of()),
            ticket.texts("tags"),
            ticket.optionalText("due"),
            List.copyOf(remarks),
            List.copyOf(links)));
  }

  private static Remark remark(Json remark, boolean note) {
    return new Remark(
        remark.text("author"),
        Moments.read(remark.text("createdAt")),
        remark.text("text"),
        note || remark.flag("internal"));
  }
}
