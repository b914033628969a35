package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Tty;
import ticketd.wire.Qualifiers;
import ticketd.wire.QueryOutline;

/** {@code list [QUERY]}. */
@Command(name = "list")
final class ListCommand extends OneShot {
  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("status", "open,in-progress,waiting");
    DEFAULTS.put("sort", "-id");
    DEFAULTS.put("limit", "30");
  }

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
        desk.read("LIST " + complete, line -> printJson(line.line()));
      } else if (Tty.isOutput()) {
        show(desk, complete);
      } else {
        desk.read("LIST " + complete, line -> out().line(TicketRow.of(line.json()).columns()));
      }
    } catch (Failure e) {
      throw withSuggestion(e, asked, Qualifiers.LIST);
    }
    return ExitStatus.DONE;
  }

  /** Shows a table, and where the limit cut it, says so: of what is left out one is asked for. */
  private void show(Desk desk, String complete) throws Failure, IOException {
    Optional<Integer> limit = limit(complete);
    int most = limit.orElse(Integer.MAX_VALUE);
    String request =
        limit.isEmpty()
            ? complete
            : ("limit:" + (most + 1) + " " + QueryOutline.of(complete).without("limit")).strip();
    List<TicketRow> rows = new ArrayList<>();
    desk.read("LIST " + request, line -> rows.add(TicketRow.of(line.json())));
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

  /** The query's limit, if so low that one more is allowed in every order. */
  static Optional<Integer> limit(String query) {
    return QueryOutline.of(query)
        .only("limit")
        .filter(value -> value.matches("[1-9][0-9]{0,3}"))
        .map(Integer::parseInt);
  }

  /**
   * The query, and of the newest 30 that are not closed what it leaves open. The query's own words
   * come last: what is wrong with one of them is told with all that follows it.
   */
  static String withDefaults(String query) {
    QueryOutline outline = QueryOutline.of(query);
    StringBuilder complete = new StringBuilder();
    DEFAULTS.forEach(
        (qualifier, value) -> {
          if (!outline.has(qualifier)) {
            complete.append(qualifier).append(':').append(value).append(' ');
          }
        });
    return complete.append(query).toString().strip();
  }
}
