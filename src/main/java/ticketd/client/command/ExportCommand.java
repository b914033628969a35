package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.protocol.Json;
import ticketd.wire.Qualifiers;
import ticketd.wire.QueryOutline;

/** {@code export [QUERY]}: tickets with their comments, lowest number first, one object a line. */
@Command(name = "export")
final class ExportCommand extends OneShot {
  /** Tickets asked for at once. */
  private static final int PAGE = 500;

  @Parameters(
      paramLabel = Given.QUERY,
      arity = "0..*",
      completionCandidates = Words.Filters.class,
      descriptionKey = "query")
  List<String> query = new ArrayList<>();

  ExportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.DETAILS;
  }

  @Override
  protected int run() throws Failure, IOException {
    String asked = oneLine(String.join(" ", query));
    for (QueryOutline.Word word : QueryOutline.of(asked).words()) {
      if (Qualifiers.ONLY_LIST.contains(word.qualifier())) {
        throw usage("export.order", word.qualifier() + ":" + word.value());
      }
    }
    try (Desk desk = deskFor(asked)) {
      long total = desk.read("STATS", line -> {}).json().number("tickets");
      Progress progress = new Progress(surroundings(), "export.progress", total);
      try {
        export(desk, asked, progress);
      } finally {
        progress.end();
      }
    }
    return ExitStatus.DONE;
  }

  private void export(Desk desk, String query, Progress progress) throws Failure, IOException {
    long last = 0;
    List<Long> page = page(desk, query, last);
    while (!page.isEmpty()) {
      export(desk, page);
      last = page.get(page.size() - 1);
      // Numbers have no gaps, so the last one tells how far it is through the store.
      progress.show(last);
      page = page(desk, query, last);
    }
  }

  private static List<Long> page(Desk desk, String query, long after) throws Failure, IOException {
    List<Long> ids = new ArrayList<>();
    String request = "LIST sort:id limit:" + PAGE + " after:" + after + " " + query;
    desk.read(request, line -> ids.add(line.json().number("id")));
    return ids;
  }

  private void export(Desk desk, List<Long> ids) throws Failure, IOException {
    List<String> requests = ids.stream().map(id -> "SHOW " + id).toList();
    List<Incoming> lines = new ArrayList<>();
    desk.readAll(requests, lines::add);
    for (Incoming line : lines) {
      Json ticket = line.json();
      boolean whole = ticket.objects("comments").size() == ticket.number("commentCount");
      printJson(whole ? line.line() : withAllComments(desk, ticket).toString());
    }
  }

  /** SHOW sends the last hundred comments only; the history has them all. */
  private static Json withAllComments(Desk desk, Json ticket) throws Failure, IOException {
    List<Json> comments = new ArrayList<>();
    desk.read(
        "HISTORY " + ticket.number("id"),
        line -> {
          Json event = line.json();
          if (event.has("comment")) {
            comments.add(
                Json.EMPTY
                    .with("n", comments.size() + 1L)
                    .with("author", event.text("by"))
                    .with("text", event.text("comment"))
                    .with("createdAt", event.text("at")));
          }
        });
    return ticket.with("comments", comments).with("commentCount", comments.size());
  }
}
