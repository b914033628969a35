package ticketd.client.command;

import java.io.IOException;
import picocli.CommandLine.Command;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;

/** {@code unsave NAME}: keeps a query no longer. */
@Command(name = "unsave")
final class UnsaveCommand extends SavingCommand {
  UnsaveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    try (Desk desk = deskAsMe()) {
      say(desk.change("UNSAVE " + oneLine(name)), "unsave.done");
    }
    return ExitStatus.DONE;
  }
}
