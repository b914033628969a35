package ticketd.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code assign ID NAME}; {@code -} clears the assignee. */
@Command(name = "assign")
final class AssignCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(index = "1", paramLabel = "NAME|-", descriptionKey = "name")
  String name = "";

  AssignCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String request() throws Failure {
    return "ASSIGN " + id(id) + " " + oneLine(name);
  }
}
