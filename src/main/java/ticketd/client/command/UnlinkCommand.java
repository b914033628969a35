package ticketd.client.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code unlink ID ID}: removes every link between the two. */
@Command(name = "unlink")
final class UnlinkCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "ID", descriptionKey = "id")
  String id = "";

  @Parameters(index = "1", paramLabel = "OTHER", descriptionKey = "other")
  String other = "";

  UnlinkCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    return change("UNLINK " + id(id) + " " + id(other));
  }
}
