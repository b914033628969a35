package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Json;
import ticketd.client.screen.Tty;

/** {@code list [QUERY]}. */
@Command(name = "list")
final class ListCommand extends OneShot {
  private static final Pattern LIMIT =
      Pattern.compile("(?<![^ ])limit:([1-9][0-9]{0,3})(?![^ ])", Pattern.CASE_INSENSITIVE);

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..*",
      completionCandidates = Words.ListQuery.class,
      descriptionKey = "query")
  List<String> query = new ArrayList<>();

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected int run() throws Failure, IOException {
    String asked = oneLine(String.join(" ", query));
    String complete = withDefaults(asked);
    try (Desk desk = deskFor(asked)) {
      if (common.json) {
        desk.read("LIST " + complete, this::printJson);
      } else if (Tty.isOutput()) {
        show(desk, complete);
      } else {
        desk.read("LIST " + complete, line -> out().line(TicketRow.of(Json.parse(line)).columns()));
      }
    }
    return ExitStatus.DONE;
  }

  /** Shows a table, and where the limit cut it, says so: of what is left out one is asked for. */
  private void show(Desk desk, String complete) throws Failure, IOException {
    Optional<MatchResult> limit = limit(complete);
    int most = limit.map(found -> Integer.parseInt(found.group(1))).orElse(Integer.MAX_VALUE);
    String request =
        limit
            .map(
                found ->
                    new StringBuilder(complete)
                        .replace(found.start(1), found.end(1), "" + (most + 1))
                        .toString())
            .orElse(complete);
    List<TicketRow> rows = new ArrayList<>();
    desk.read("LIST " + request, line -> rows.add(TicketRow.of(Json.parse(line))));
    if (rows.isEmpty()) {
      tell(texts().get("list.none"));
      return;
    }
    TicketTable table = new TicketTable(texts());
    rows.stream().limit(most).forEach(table::add);
    for (String line : table.lines()) {
      out().line(line);
    }
    if (rows.size() > most) {
      tell(texts().get("list.more", most));
    }
  }

  /** Where the query has its limit, if so low that one more is allowed in every order. */
  static Optional<MatchResult> limit(String query) {
    return LIMIT.matcher(query).results().filter(found -> isPlain(query, found)).findFirst();
  }

  /** Whether it stands outside quotation marks. */
  private static boolean isPlain(String query, MatchResult found) {
    return query.substring(0, found.start()).chars().filter(c -> c == '"').count() % 2 == 0;
  }

  /** The query, and of the newest 30 that are not closed what it leaves open. */
  static String withDefaults(String query) {
    StringBuilder complete = new StringBuilder(query);
    addUnless(complete, query, "status:", "open,in-progress,waiting");
    addUnless(complete, query, "sort:", "-id");
    addUnless(complete, query, "limit:", "30");
    return complete.toString().strip();
  }

  private static void addUnless(
      StringBuilder complete, String query, String qualifier, String value) {
    for (String word : query.split(" ", -1)) {
      if (word.toLowerCase(Locale.ROOT).startsWith(qualifier)) {
        return;
      }
    }
    complete.append(' ').append(qualifier).append(value);
  }
}
