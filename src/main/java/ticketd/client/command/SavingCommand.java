package ticketd.client.command;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Incoming;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;

/** A change of the queries that the desk keeps. */
abstract class SavingCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  SavingCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final List<String> members() {
    return MemberNames.SAVING;
  }

  /** Prints what became of it. */
  final void say(Incoming.Status done, String text) throws IOException {
    Json members = done.json();
    if (common.json) {
      printJson(done.line());
    }
    boolean changed = !members.has("changed") || members.flag("changed");
    tell(texts().get(changed ? text : "save.none", Visible.line(members.text("name"))));
  }
}
