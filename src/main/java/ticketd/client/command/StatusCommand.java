package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;
import ticketd.wire.FrenchWords;

/** {@code status ID... STATUS}. */
@Command(name = "status")
final class StatusCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[ID...] STATUS",
      hideParamSyntax = true,
      completionCandidates = Words.Statuses.class,
      descriptionKey = "status-word")
  List<String> words = new ArrayList<>();

  StatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    TicketNumbers tickets = TicketNumbers.beforeLast(id, words);
    String status = oneLine(FrenchWords.wire(tickets.rest().get(0)));
    return changeEach(tickets.ids(), each -> "STATUS " + each + " " + status);
  }
}
