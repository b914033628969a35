package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code reopen ID...}. */
@Command(name = "reopen")
final class ReopenCommand extends ChangeCommand {
  @Parameters(arity = "1..*", paramLabel = "ID", descriptionKey = "id")
  List<String> ids = new ArrayList<>();

  ReopenCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    return changeEach(ids, each -> "REOPEN " + each);
  }
}
