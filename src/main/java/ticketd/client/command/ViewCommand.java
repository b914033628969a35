package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Times;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;

/** {@code view ID}: a ticket with its description and its last 100 comments. */
@Command(name = "view")
final class ViewCommand extends OneShot {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  ViewCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    List<Incoming> lines = new ArrayList<>();
    try (Desk desk = deskFor("")) {
      desk.read("SHOW " + id(id), lines::add);
    }
    for (Incoming line : lines) {
      if (common.json) {
        printJson(line.line());
      } else if (Tty.isOutput()) {
        showOnTerminal(line.json());
      } else {
        showPlainly(line.json());
      }
    }
    return ExitStatus.DONE;
  }

  private void showOnTerminal(Json ticket) throws IOException {
    boolean coloured = Tty.hasColour();
    Times times = new Times(texts().language());
    TicketRow row = TicketRow.of(ticket);
    out().line(Colour.ID.on("#" + row.id() + " " + row.title(), coloured));
    out()
        .line(
            row.attributes().stream()
                .map(attribute -> Colour.attribute(attribute, coloured))
                .collect(Collectors.joining(" · ")));
    out()
        .line(
            Colour.FAINT.on(
                texts()
                    .get(
                        "view.origin",
                        row.author(),
                        times.show(row.createdAt()),
                        times.show(row.updatedAt()),
                        row.version()),
                coloured));
    String description = Visible.text(ticket.text("description"));
    if (!description.isEmpty()) {
      out().line("");
      out().line(description);
    }
    for (Json comment : ticket.objects("comments")) {
      out().line("");
      String head =
          TicketRow.safe(comment.text("author")) + " · " + times.show(comment.text("createdAt"));
      out().line(Colour.FAINT.on("— " + head, coloured));
      out().line(Visible.text(comment.text("text")));
    }
  }

  /** Lines for programs: a field each, then {@code --} before each text. */
  private void showPlainly(Json ticket) throws IOException {
    TicketRow row = TicketRow.of(ticket);
    field("id", "#" + row.id());
    field("title", row.title());
    field("status", row.status());
    field("resolution", row.resolution().orElse(""));
    field("priority", row.priority());
    field("author", row.author());
    field("assignee", row.assignee().orElse(""));
    field("tags", String.join(",", row.tags()));
    field("created", row.createdAt());
    field("updated", row.updatedAt());
    field("version", Long.toString(row.version()));
    field("comments", Long.toString(ticket.number("commentCount")));
    out().line("--");
    out().line(Visible.text(ticket.text("description")));
    for (Json comment : ticket.objects("comments")) {
      out().line("--");
      field("comment", comment.text("n"));
      field("author", TicketRow.safe(comment.text("author")));
      field("created", comment.text("createdAt"));
      out().line(Visible.text(comment.text("text")));
    }
  }

  private void field(String name, String value) throws IOException {
    out().line(name + ":\t" + value);
  }
}
