package ticketd.client.command;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code unsave NAME}: keeps a query no longer. */
@Command(name = "unsave")
final class UnsaveCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  UnsaveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.SAVING;
  }

  @Override
  protected int run() throws Failure, IOException {
    try (Desk desk = deskAsMe()) {
      SaveCommand.say(this, desk.change("UNSAVE " + oneLine(name)), "unsave.done");
    }
    return ExitStatus.DONE;
  }
}
