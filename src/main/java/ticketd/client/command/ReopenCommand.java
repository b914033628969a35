package ticketd.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code reopen ID}. */
@Command(name = "reopen")
final class ReopenCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  ReopenCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String request() throws Failure {
    return "REOPEN " + id(id);
  }
}
