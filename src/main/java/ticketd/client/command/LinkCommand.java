package ticketd.client.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code link ID blocks|duplicates|relates ID}. */
@Command(name = "link")
final class LinkCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(
      index = "1",
      paramLabel = "TYPE",
      completionCandidates = Words.LinkTypes.class,
      descriptionKey = "type")
  String type = "";

  @Parameters(index = "2", paramLabel = "OTHER", descriptionKey = "other")
  String other = "";

  LinkCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    return change("LINK " + id(id) + " " + oneLine(type) + " " + id(other));
  }
}
