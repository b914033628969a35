package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Table;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Table.Column;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Width;
import ticketd.protocol.Json;

/** {@code report [DAYS] [--by X] [QUERY]}: what was filed and closed, as a table with bars. */
@Command(name = "report")
final class ReportCommand extends OneShot {
  private static final int BAR_CELLS = 16;
  private static final List<String> RATINGS =
      List.of("responsiveness", "competence", "satisfaction");

  /** With its heading, each column of the table, and how it gives way. */
  private static final List<String> HEADINGS =
      List.of("group", "filed", "closed", "open", "take", "close", "rating");

  @Parameters(
      paramLabel = "[DAYS] " + Given.QUERY,
      arity = "0..*",
      completionCandidates = Words.Filters.class,
      descriptionKey = "query")
  List<String> query = new ArrayList<>();

  @Option(names = "--by", paramLabel = "GROUP", completionCandidates = Words.Groups.class)
  Optional<String> by = Optional.empty();

  ReportCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.GROUP;
  }

  @Override
  protected int run() throws Failure, IOException {
    List<String> words = new ArrayList<>(query);
    by.ifPresent(group -> words.add("by:" + group));
    String asked = oneLine(String.join(" ", words));
    List<Json> groups = new ArrayList<>();
    try (Desk desk = deskFor(asked)) {
      desk.read(
          ("REPORT " + asked).strip(),
          line -> {
            if (common.json) {
              printJson(line.line());
            } else {
              groups.add(line.json());
            }
          });
    }
    if (common.json) {
      return ExitStatus.DONE;
    }
    if (Tty.isOutput()) {
      Pager.show(table(groups), environment(), out());
    } else {
      for (Json group : groups) {
        out().line(columns(group));
      }
    }
    return ExitStatus.DONE;
  }

  /** The columns of plain output, separated by TAB; those without a value are empty. */
  static String columns(Json group) {
    return MemberNames.GROUP.stream()
        .map(name -> TicketRow.safe(group.text(name)))
        .collect(Collectors.joining("\t"));
  }

  private List<String> table(List<Json> groups) {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.elastic(8));
    // The rating gives way first, the bars last.
    for (int i = 1; i < HEADINGS.size(); i++) {
      columns.add(Column.whole(HEADINGS.size() - i));
    }
    columns.add(Column.whole(HEADINGS.size()));
    Table table = new Table(Width.columns(), columns);
    List<Cell> head = new ArrayList<>();
    HEADINGS.forEach(
        name ->
            head.add(
                new Cell(
                    texts().get("report." + name), text -> Colour.FAINT.on(text, coloured()))));
    head.add(Cell.plain(""));
    table.add(head);
    long most = 1;
    for (Json group : groups) {
      if (isGroup(group)) {
        most = Math.max(most, group.number("filed"));
      }
    }
    for (Json group : groups) {
      table.add(row(group, most));
    }
    return table.lines();
  }

  /** The total has no name. */
  private static boolean isGroup(Json group) {
    return group.optionalText("group").isPresent();
  }

  private List<Cell> row(Json group, long most) {
    Terms terms = Terms.in(texts().language());
    String name =
        group
            .optionalText("group")
            .map(value -> by(value, terms))
            .orElse(texts().get("report.total"));
    String rating =
        RATINGS.stream().map(each -> orDash(group.text(each))).collect(Collectors.joining(" "));
    int bar =
        isGroup(group) ? (int) Math.ceil(BAR_CELLS * group.number("filed") / (double) most) : 0;
    return List.of(
        Cell.plain(TicketRow.safe(name)),
        Cell.plain(group.text("filed")),
        Cell.plain(group.text("closed")),
        Cell.plain(group.text("open")),
        Cell.plain(durations(group, "take")),
        Cell.plain(durations(group, "close")),
        Cell.plain(rating),
        new Cell("#".repeat(bar), text -> Colour.TAG.on(text, coloured())));
  }

  /** Priorities are the only groups whose words are said in French. */
  private String by(String value, Terms terms) {
    boolean priority = by.map("priority"::equals).orElse(query.contains("by:priority"));
    return priority ? terms.value(value) : value;
  }

  private static String durations(Json group, String what) {
    return duration(group.optionalText(what + "Median"))
        + " "
        + duration(group.optionalText(what + "P90"));
  }

  /** The two largest units of so many seconds; {@code -} where there are none. */
  static String duration(Optional<String> seconds) {
    if (seconds.isEmpty()) {
      return "-";
    }
    long left = Long.parseLong(seconds.get());
    long[] sizes = {86_400, 3_600, 60, 1};
    String units = "dhms";
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < sizes.length; i++) {
      long count = left / sizes[i];
      left %= sizes[i];
      if (count > 0) {
        shown.append(count).append(units.charAt(i));
        boolean more = i + 1 < sizes.length && left / sizes[i + 1] > 0;
        return more
            ? shown.append(left / sizes[i + 1]).append(units.charAt(i + 1)).toString()
            : shown.toString();
      }
    }
    return "0s";
  }

  private static String orDash(String value) {
    return value.isEmpty() ? "-" : value;
  }
}
