package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;
import ticketd.wire.Qualifiers;

/** {@code take ID}, {@code take next [QUERY]}: makes the caller the assignee. */
@Command(name = "take")
final class TakeCommand extends ChangeCommand {
  @Parameters(
      index = "0",
      paramLabel = "ID|next",
      completionCandidates = Words.Next.class,
      descriptionKey = "id")
  String which = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "QUERY",
      completionCandidates = Words.Filters.class,
      descriptionKey = "query")
  List<String> query = new ArrayList<>();

  TakeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    try {
      return super.run();
    } catch (Failure e) {
      throw withSuggestion(e, String.join(" ", query), Qualifiers.FILTERS);
    }
  }

  @Override
  String request() throws Failure {
    if (which.equalsIgnoreCase(Words.Next.WORD)) {
      return ("TAKE NEXT " + oneLine(String.join(" ", query))).strip();
    }
    if (!query.isEmpty()) {
      throw usage("usage.argument", query.get(0));
    }
    return "TAKE " + id(which);
  }
}
