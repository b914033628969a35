package ticketd.client.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code tag ID +a -b}; {@code -b} is no option here, so this command has no short ones. */
@Command(name = "tag")
final class TagCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "+TAG|-TAG", descriptionKey = "changes")
  List<String> changes = new ArrayList<>();

  TagCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String request() throws Failure {
    return "TAG " + id(id) + " " + oneLine(String.join(" ", changes));
  }
}
