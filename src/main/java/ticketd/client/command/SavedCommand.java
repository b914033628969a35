package ticketd.client.command;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.protocol.Json;

/** {@code saved}: the queries that the desk keeps. */
@Command(name = "saved")
final class SavedCommand extends OneShot {
  SavedCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.SAVED;
  }

  @Override
  protected int run() throws Failure, IOException {
    Listing listing = new Listing(MemberNames.SAVED);
    try (Desk desk = deskFor("")) {
      desk.read(
          "SAVED",
          line -> {
            Json query = line.json();
            if (common.json) {
              printJson(line.line());
            } else {
              listing.add(query.text("name"), query.text("query"));
            }
          });
    }
    listing.print(this);
    return ExitStatus.DONE;
  }
}
