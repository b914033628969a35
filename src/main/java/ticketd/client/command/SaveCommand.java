package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code save NAME QUERY}: keeps a query for everybody of the desk. */
@Command(name = "save")
final class SaveCommand extends SavingCommand {
  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = Given.QUERY,
      completionCandidates = Words.Filters.class,
      descriptionKey = "query")
  List<String> words = new ArrayList<>();

  SaveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    String query = String.join(" ", words);
    try (Desk desk = deskAsMe()) {
      String request = "SAVE " + oneLine(name) + " " + oneLine(query);
      say(desk.change(request), "save.done");
      return ExitStatus.DONE;
    }
  }
}
