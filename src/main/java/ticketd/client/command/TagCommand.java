package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code tag ID... +a -b}; {@code -b} is no option here, so this command has no short ones. */
@Command(name = "tag")
final class TagCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "[ID...] +TAG|-TAG...",
      hideParamSyntax = true,
      descriptionKey = "changes")
  List<String> words = new ArrayList<>();

  TagCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    TicketNumbers more = TicketNumbers.leading(words);
    List<String> ids = new ArrayList<>(List.of(id));
    ids.addAll(more.ids());
    if (more.rest().isEmpty()) {
      throw usage("usage.missing", "+TAG|-TAG");
    }
    String changes = oneLine(String.join(" ", more.rest()));
    return changeEach(ids, each -> "TAG " + each + " " + changes);
  }
}
