package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Times;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;

/** {@code view ID}: a ticket with its description and its last 100 comments. */
@Command(name = "view")
final class ViewCommand extends OneShot {
  @Parameters(arity = "1..*", paramLabel = "ID", descriptionKey = "id")
  List<String> ids = new ArrayList<>();

  private final List<String> page = new ArrayList<>();

  ViewCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.DETAILS;
  }

  @Override
  protected int run() throws Failure, IOException {
    int status;
    try (Desk desk = deskFor("")) {
      status =
          forEach(
              ids,
              id -> {
                List<Incoming> lines = new ArrayList<>();
                desk.read("SHOW " + id, lines::add);
                for (Incoming line : lines) {
                  show(line);
                }
              });
    }
    Pager.show(page, environment(), out());
    return status;
  }

  private void show(Incoming line) throws IOException {
    if (common.json) {
      printJson(line.line());
    } else if (Tty.isOutput()) {
      if (!page.isEmpty()) {
        page.add("");
      }
      showOnTerminal(line.json());
    } else {
      showPlainly(line.json());
    }
  }

  private void showOnTerminal(Json ticket) {
    boolean coloured = coloured();
    Terms terms = Terms.in(texts().language());
    Times times = new Times(texts().language());
    TicketRow row = TicketRow.of(ticket);
    page.add(Colour.ID.on("#" + row.id() + " " + row.title(), coloured));
    page.add(
        row.attributes().stream()
            .map(attribute -> Colour.attribute(attribute, terms.attribute(attribute), coloured))
            .collect(Collectors.joining(" · ")));
    page.add(
        Colour.FAINT.on(
            texts()
                .get(
                    "view.origin",
                    row.author(),
                    times.show(row.createdAt()),
                    times.show(row.updatedAt()),
                    row.version()),
            coloured));
    for (String line : around(ticket, row, times)) {
      page.add(Colour.FAINT.on(line, coloured));
    }
    String description = Visible.text(ticket.text("description"));
    if (!description.isEmpty()) {
      page.add("");
      page.add(description);
    }
    for (Json note : ticket.objects("notes")) {
      page.add("");
      String head =
          TicketRow.safe(note.text("author")) + " · " + times.show(note.text("createdAt"));
      page.add(Colour.FAINT.on("— " + texts().get("view.note", head), coloured));
      page.add(Visible.text(note.text("text")));
    }
    for (Json comment : ticket.objects("comments")) {
      page.add("");
      String head =
          TicketRow.safe(comment.text("author")) + " · " + times.show(comment.text("createdAt"));
      page.add(Colour.FAINT.on("— " + head, coloured));
      page.add(Visible.text(comment.text("text")));
    }
  }

  /** When it is due, what it is linked to, and what its author thinks of it. */
  private List<String> around(Json ticket, TicketRow row, Times times) {
    List<String> lines = new ArrayList<>();
    row.due().ifPresent(due -> lines.add(texts().get("view.due", times.show(due))));
    String links =
        ticket.objects("links").stream()
            .map(link -> texts().get("link." + link.text("type")) + " #" + link.number("id"))
            .collect(Collectors.joining(" · "));
    if (!links.isEmpty()) {
      lines.add(links);
    }
    ticket
        .object("rating")
        .ifPresent(
            rating ->
                lines.add(
                    texts()
                        .get(
                            "view.rating",
                            rating.text("responsiveness"),
                            rating.text("competence"),
                            rating.text("satisfaction"))));
    return lines;
  }

  /**
   * Lines for programs: a field each, then {@code --} before each text. The lines of a text begin
   * with two spaces, so that none is taken for a field or the end of it.
   */
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
    if (row.due().isPresent()) {
      field("due", row.due().get());
    }
    String links =
        ticket.objects("links").stream()
            .map(link -> link.text("type") + " #" + link.number("id"))
            .collect(Collectors.joining(", "));
    if (!links.isEmpty()) {
      field("links", links);
    }
    if (ticket.object("rating").isPresent()) {
      Json rating = ticket.object("rating").get();
      field(
          "rating",
          rating.text("responsiveness")
              + " "
              + rating.text("competence")
              + " "
              + rating.text("satisfaction"));
    }
    field("version", Long.toString(row.version()));
    field("comments", Long.toString(ticket.number("commentCount")));
    out().line("--");
    text(ticket.text("description"));
    for (Json comment : ticket.objects("comments")) {
      out().line("--");
      field("comment", comment.text("n"));
      field("author", TicketRow.safe(comment.text("author")));
      field("created", comment.text("createdAt"));
      text(comment.text("text"));
    }
  }

  private void text(String text) throws IOException {
    for (String line : Visible.text(text).split("\n", -1)) {
      out().line(line.isEmpty() ? "" : "  " + line);
    }
  }

  private void field(String name, String value) throws IOException {
    out().line(name + ":\t" + value);
  }
}
