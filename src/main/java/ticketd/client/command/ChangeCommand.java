package ticketd.client.command;

import java.io.IOException;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.link.Json;

/** A command that changes one ticket and prints its number. */
abstract class ChangeCommand extends OneShot {
  ChangeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /** The request, without a key. */
  abstract String request() throws Failure, IOException;

  @Override
  protected int run() throws Failure, IOException {
    String request = request();
    try (Desk desk = deskAsMe()) {
      print(desk.change(request));
    }
    return ExitStatus.DONE;
  }

  /** Prints what a change did; where it did nothing, says so besides. */
  final void print(Incoming.Status status) throws IOException {
    Json members = status.members();
    if (!common.json && members.object("ticket").isPresent()) {
      printTicket(members.object("ticket").get());
    } else {
      printNumber(status);
    }
    flushDone(status);
    if (members.has("changed") && !members.flag("changed")) {
      tell(texts().get("change.none", members.number("id")));
    }
  }
}
