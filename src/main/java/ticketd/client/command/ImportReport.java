package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import ticketd.client.link.ExitStatus;
import ticketd.client.screen.Visible;
import ticketd.client.transfer.Plan;
import ticketd.client.transfer.Row;
import ticketd.protocol.Json;

/** What became of an import, row by row where something did not. */
final class ImportReport {
  private record Left(long row, String why) {}

  private final OneShot command;
  private final List<Left> left = new ArrayList<>();
  private final List<Left> told = new ArrayList<>();
  private long imported;
  private long skipped;

  ImportReport(OneShot command) {
    this.command = command;
  }

  void filed(boolean before) {
    if (before) {
      skipped++;
    } else {
      imported++;
    }
  }

  void leftOut(Row.Unreadable row) {
    String key = "import." + row.flaw().name().toLowerCase(Locale.ROOT).replace('_', '-');
    leftOut(row.row(), command.texts().get(key, row.detail()));
  }

  void leftOut(long row, String why) {
    left.add(new Left(row, why));
  }

  /** A ticket whose key another one has: of another source perhaps, of the same name. */
  void keyUsed(long row, String why) {
    leftOut(row, command.texts().get("import.key-used", why));
  }

  /** Something of a ticket that is filed is not kept. */
  void tell(long row, Plan.Told loss) {
    String key = "import.lost-" + loss.loss().name().toLowerCase(Locale.ROOT);
    told.add(new Left(row, command.texts().get(key, loss.what())));
  }

  /** Prints it; the exit status. */
  int print() throws IOException {
    // What is wrong with a row itself is known before the answers for those ahead of it are.
    Comparator<Left> byRow = Comparator.comparingLong(Left::row);
    left.sort(byRow);
    List<Left> messages = new ArrayList<>(told);
    if (command.common.json) {
      List<Json> rows =
          left.stream()
              .map(each -> Json.EMPTY.with("row", each.row()).with("why", each.why()))
              .toList();
      command.printJson(
          Json.EMPTY
              .with("imported", imported)
              .with("skipped", skipped)
              .with("left", rows)
              .toString());
    } else {
      command.out().line(command.texts().get("import.done", imported, skipped, left.size()));
      messages.addAll(left);
    }
    messages.sort(byRow);
    for (Left each : messages) {
      command.tell(command.texts().get("import.row", each.row(), Visible.line(each.why())));
    }
    return left.isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }
}
