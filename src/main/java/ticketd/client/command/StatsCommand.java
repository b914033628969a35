package ticketd.client.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import ticketd.client.link.Desk;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.Failure;
import ticketd.client.link.Incoming;
import ticketd.client.screen.Cells;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Visible;
import ticketd.protocol.Json;

/** {@code stats}: the server in figures. */
@Command(name = "stats")
final class StatsCommand extends OneShot {
  private static final int NAME_CELLS = 16;

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
    Json figures = status.json();
    boolean terminal = Tty.isOutput();
    for (String name : figures.names()) {
      if (!name.equals("ok")) {
        String shown = wordsOf(name);
        String value = Visible.line(figures.text(name));
        out().line(terminal ? Cells.pad(shown, NAME_CELLS) + value : shown + "\t" + value);
      }
    }
    return ExitStatus.DONE;
  }

  /** {@code uptimeSeconds} as {@code uptime-seconds}, which it is called in text. */
  private static String wordsOf(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
