package ticketd.client.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.screen.Cells;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;
import ticketd.wire.Language;

/** {@code stats}: the server in figures. */
@Command(name = "stats")
final class StatsCommand extends OneShot {
  private static final int GAP_CELLS = 2;

  StatsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  List<String> members() {
    return MemberNames.FIGURES;
  }

  @Override
  protected int run() throws Failure, IOException {
    Incoming.Status status;
    try (Desk desk = deskFor("")) {
      status = desk.read("STATS", line -> {});
    }
    if (common.json) {
      printJson(status.line());
      return ExitStatus.DONE;
    }
    Map<String, String> figures = figures(status.json());
    for (String line : Tty.isOutput() ? table(figures, texts().language()) : columns(figures)) {
      out().line(line);
    }
    return ExitStatus.DONE;
  }

  /** By their names in text. */
  private static Map<String, String> figures(Json status) {
    Map<String, String> figures = new LinkedHashMap<>();
    for (String name : status.names()) {
      if (!name.equals("ok")) {
        figures.put(wordsOf(name), Visible.line(status.text(name)));
      }
    }
    return figures;
  }

  private static List<String> columns(Map<String, String> figures) {
    return figures.entrySet().stream()
        .map(figure -> figure.getKey() + "\t" + figure.getValue())
        .toList();
  }

  /** As a person is shown them: names in one column, in their language, values in another. */
  static List<String> table(Map<String, String> figures, Language language) {
    Terms terms = Terms.in(language);
    int widest = 0;
    for (String name : figures.keySet()) {
      widest = Math.max(widest, Cells.width(terms.figure(name)));
    }
    int width = widest + GAP_CELLS;
    return figures.entrySet().stream()
        .map(figure -> Cells.pad(terms.figure(figure.getKey()), width) + figure.getValue())
        .toList();
  }

  /** {@code uptimeSeconds} as {@code uptime-seconds}, which it is called in text. */
  private static String wordsOf(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
