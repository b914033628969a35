package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code due ID... WHEN}; {@code -} clears it. */
@Command(name = "due")
final class DueCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[ID...] WHEN|-",
      hideParamSyntax = true,
      descriptionKey = "when")
  List<String> words = new ArrayList<>();

  DueCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    TicketNumbers tickets = TicketNumbers.beforeLast(id, words);
    String when = oneLine(tickets.rest().get(0));
    return changeEach(tickets.ids(), each -> "DUE " + each + " " + when);
  }
}
