package ticketd.client.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code status ID STATUS}. */
@Command(name = "status")
final class StatusCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1",
      paramLabel = "STATUS",
      completionCandidates = Words.Statuses.class,
      descriptionKey = "status-word")
  String status = "";

  StatusCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  String request() throws Failure {
    return "STATUS " + id(id) + " " + oneLine(status);
  }
}
