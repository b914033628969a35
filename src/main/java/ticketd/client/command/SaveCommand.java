package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;
import ticketd.wire.Qualifiers;

/** {@code save NAME QUERY}: keeps a query for everybody of the desk. */
@Command(name = "save")
final class SaveCommand extends ChangeCommand {
  @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = Given.QUERY,
      completionCandidates = Words.Filters.class,
      descriptionKey = "query")
  List<String> words = new ArrayList<>();

  SaveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.SAVING;
  }

  @Override
  protected int run() throws Failure, IOException {
    String query = String.join(" ", words);
    try (Desk desk = deskAsMe()) {
      String request = "SAVE " + oneLine(name) + " " + oneLine(query);
      say(this, desk.change(request), "save.done");
      return ExitStatus.DONE;
    } catch (Failure e) {
      throw withSuggestion(e, query, Qualifiers.FILTERS);
    }
  }

  /** Prints what became of a change of the desk's queries. */
  static void say(ChangeCommand command, Incoming.Status done, String text) throws IOException {
    Json members = done.json();
    if (command.common.json) {
      command.printJson(done.line());
    }
    boolean changed = !members.has("changed") || members.flag("changed");
    command.tell(
        command.texts().get(changed ? text : "save.none", Visible.line(members.text("name"))));
  }
}
