package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Failure;

/** {@code take ID...}, {@code take next [QUERY]}: makes the caller the assignee. */
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
      paramLabel = "ID|" + Given.QUERY,
      completionCandidates = Words.Filters.class,
      descriptionKey = "query")
  List<String> words = new ArrayList<>();

  TakeCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    if (which.equalsIgnoreCase(Words.Next.WORD)) {
      return takeNext(String.join(" ", words));
    }
    TicketNumbers more = TicketNumbers.leading(words);
    if (!more.rest().isEmpty()) {
      throw usage("usage.argument", more.rest().get(0));
    }
    List<String> ids = new ArrayList<>(List.of(which));
    ids.addAll(more.ids());
    return changeEach(ids, each -> "TAKE " + each);
  }

  private int takeNext(String query) throws Failure, IOException {
    return change(("TAKE NEXT " + oneLine(query)).strip());
  }
}
