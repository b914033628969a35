package ticketd.client.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.client.transfer.SourceTicket.Link;
import ticketd.client.transfer.SourceTicket.Remark;
import ticketd.protocol.Json;

/** What {@code export} writes. A line that cannot be read is one row that is left out. */
final class ExportSource implements Source {
  private final BufferedReader lines;
  private final int most;
  private long row;

  /** A line may have {@code most} UTF-16 units. */
  ExportSource(Reader text, int most) {
    this.lines = new BufferedReader(new BoundedRows(text, most), 64 * 1024);
    this.most = most;
  }

  @Override
  public Optional<Row> next() throws IOException {
    String line = lines.readLine();
    while (line != null && line.isBlank()) {
      line = lines.readLine();
    }
    if (line == null) {
      return Optional.empty();
    }
    row++;
    if (line.length() > most) {
      return Optional.of(new Row.Unreadable(row, Row.Flaw.LINE_TOO_LONG, Integer.toString(most)));
    }
    try {
      return Optional.of(row(Json.parse(line)));
    } catch (IllegalArgumentException e) {
      return Optional.of(new Row.Unreadable(row, Row.Flaw.NOT_JSON, ""));
    }
  }

  private Row row(Json ticket) {
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
    boolean closed = ticket.text("status").equals("closed");
    Optional<String> closedAt = ticket.optionalText("closedAt");
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
            closed ? Moments.read(closedAt.orElse(ticket.text("updatedAt"))) : Optional.empty(),
            ticket.text("status"),
            closed ? ticket.optionalText("resolution") : Optional.empty(),
            ticket.text("priority"),
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
