package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Json;
import ticketd.client.screen.Tty;

/** {@code list [QUERY]}. */
@Command(name = "list")
final class ListCommand extends OneShot {
  @Parameters(paramLabel = "QUERY", arity = "0..*", descriptionKey = "query")
  List<String> query = new ArrayList<>();

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    String asked = oneLine(String.join(" ", query));
    TicketTable table = new TicketTable(texts());
    boolean terminal = Tty.isOutput() && !common.json;
    try (Desk desk = deskFor(asked)) {
      desk.read(
          "LIST " + withDefaults(asked),
          line -> {
            if (common.json) {
              printJson(line);
            } else if (terminal) {
              table.add(TicketRow.of(Json.parse(line)));
            } else {
              out().line(TicketRow.of(Json.parse(line)).columns());
            }
          });
    }
    if (terminal && table.isEmpty()) {
      tell(texts().get("list.none"));
    } else if (terminal) {
      for (String line : table.lines()) {
        out().line(line);
      }
    }
    return ExitStatus.DONE;
  }

  /** The query, and of the newest 30 that are not closed what it leaves open. */
  static String withDefaults(String query) {
    StringBuilder complete = new StringBuilder(query);
    addUnless(complete, query, "status:", "open,in-progress,waiting");
    addUnless(complete, query, "sort:", "-id");
    addUnless(complete, query, "limit:", "30");
    return complete.toString().strip();
  }

  private static void addUnless(
      StringBuilder complete, String query, String qualifier, String value) {
    for (String word : query.split(" ", -1)) {
      if (word.toLowerCase(Locale.ROOT).startsWith(qualifier)) {
        return;
      }
    }
    complete.append(' ').append(qualifier).append(value);
  }
}
