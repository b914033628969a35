package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.screen.Tty;
import ticketd.wire.FrenchWords;
import ticketd.wire.QueryOutline;

/** {@code list [QUERY]}. */
@Command(name = "list")
final class ListCommand extends OneShot {
  /** In place of a status. */
  static final String ALL = "all";

  private static final Map<String, String> DEFAULTS = new LinkedHashMap<>();

  static {
    DEFAULTS.put("status", "open,in-progress,waiting");
    DEFAULTS.put("sort", "-id");
    DEFAULTS.put("limit", "30");
  }

  @Parameters(
      paramLabel = Given.QUERY,
      arity = "0..*",
      completionCandidates = Words.ListQuery.class,
      descriptionKey = "query")
  List<String> query = new ArrayList<>();

  @Option(
      names = {"-s", "--status", "--state"},
      paramLabel = "STATUS|all",
      split = ",",
      completionCandidates = Words.StatusesAndAll.class,
      descriptionKey = "status")
  List<String> statuses = new ArrayList<>();

  @Option(
      names = {"-a", "--assignee"},
      paramLabel = "NAME")
  Optional<String> assignee = Optional.empty();

  @Option(
      names = {"-A", "--author"},
      paramLabel = "NAME")
  Optional<String> author = Optional.empty();

  @Option(
      names = {"-l", "--label", "--tag"},
      paramLabel = "TAG",
      split = ",",
      descriptionKey = "label")
  List<String> tags = new ArrayList<>();

  @Option(
      names = {"-S", "--search"},
      paramLabel = Given.QUERY,
      descriptionKey = "search")
  Optional<String> search = Optional.empty();

  @Option(
      names = {"-L", "--limit"},
      paramLabel = "N")
  Optional<Integer> limit = Optional.empty();

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.TICKET;
  }

  @Override
  protected int run() throws Failure, IOException {
    if (limit.isPresent()) {
      checkAtLeastOne("--limit", limit.get());
    }
    String asked = oneLine(asked());
    String complete = withDefaults(asked, statuses.contains(ALL));
    try (Desk desk = deskFor(asked)) {
      list(desk, complete, isLimitGiven(asked));
    }
    return ExitStatus.DONE;
  }

  /** The query, with what the options add to it. */
  private String asked() {
    List<String> words = new ArrayList<>();
    List<String> wanted =
        statuses.stream().filter(status -> !status.equals(ALL)).map(FrenchWords::wire).toList();
    if (!wanted.isEmpty()) {
      add(words, "status", String.join(",", wanted));
    }
    assignee.ifPresent(name -> add(words, "assignee", plainMe(name)));
    author.ifPresent(name -> add(words, "author", plainMe(name)));
    tags.forEach(tag -> add(words, "tag", tag));
    limit.ifPresent(most -> add(words, "limit", Integer.toString(most)));
    search.ifPresent(words::add);
    words.addAll(query);
    return String.join(" ", words);
  }

  /** An empty value is one that is missing, which a query is refused for: never any value. */
  private static void add(List<String> words, String qualifier, String value) {
    words.add(qualifier + ":" + (value.indexOf(' ') < 0 ? value : '"' + value + '"'));
  }

  /** Whether whoever asks has said how many, so that a program need not be told of more. */
  private boolean isLimitGiven(String asked) {
    boolean program = common.json || !Tty.isOutput();
    return limit.isPresent() || (program && QueryOutline.of(asked).has("limit"));
  }

  /**
   * Prints what the query finds; where the limit cut it, says so, unless that was {@code intended}:
   * of what is left out one is asked for.
   */
  private void list(Desk desk, String complete, boolean intended) throws Failure, IOException {
    Optional<Integer> cut = intended ? Optional.empty() : limit(complete);
    int most = cut.orElse(Integer.MAX_VALUE);
    String request =
        cut.isEmpty()
            ? complete
            : ("limit:" + (most + 1) + " " + QueryOutline.of(complete).without("limit")).strip();
    TicketTable table = new TicketTable(texts(), coloured());
    int[] count = new int[1];
    desk.read(
        "LIST " + request,
        line -> {
          if (count[0]++ < most) {
            print(line, table);
          }
        });
    if (!common.json && Tty.isOutput()) {
      if (count[0] == 0) {
        tell(texts().get("list.none"));
        return;
      }
      Pager.show(table.lines(), environment(), out());
    }
    if (count[0] > most) {
      tell(texts().get("list.more", most));
    }
  }

  private void print(Incoming line, TicketTable table) throws IOException {
    if (common.json) {
      printJson(line.line());
    } else if (Tty.isOutput()) {
      table.add(TicketRow.of(line.json()));
    } else {
      out().line(TicketRow.of(line.json()).columns(coloured()));
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
    return withDefaults(query, false);
  }

  private static String withDefaults(String query, boolean anyStatus) {
    QueryOutline outline = QueryOutline.of(query);
    StringBuilder complete = new StringBuilder();
    DEFAULTS.forEach(
        (qualifier, value) -> {
          if (!outline.has(qualifier) && !(anyStatus && qualifier.equals("status"))) {
            complete.append(qualifier).append(':').append(value).append(' ');
          }
        });
    return complete.append(query).toString().strip();
  }
}
