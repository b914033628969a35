package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code assign ID... NAME}; {@code -} clears the assignee. */
@Command(name = "assign")
final class AssignCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[ID...] NAME|-",
      hideParamSyntax = true,
      descriptionKey = "name")
  List<String> words = new ArrayList<>();

  AssignCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    TicketNumbers tickets = TicketNumbers.beforeLast(id, words);
    String name = oneLine(plainMe(tickets.rest().get(0)));
    return changeEach(tickets.ids(), each -> "ASSIGN " + each + " " + name);
  }
}
