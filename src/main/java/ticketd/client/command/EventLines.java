package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import ticketd.client.screen.Cells;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Table;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Times;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Width;
import ticketd.protocol.Json;

/** Prints changes as they come: as JSON, in columns for programs, or for a person. */
final class EventLines {
  private static final int SEQ_CELLS = 6;
  private static final int ID_CELLS = 6;

  /** What is left for who did what, before the columns in front of it give way. */
  private static final int LEAST_REST = 24;

  /** Where the title stands among what is told of a new ticket, behind who filed it. */
  private static final int TITLE = 1;

  private static final int LEAST_TITLE = 12;

  private final OneShot command;
  private final boolean terminal = Tty.isOutput();
  private final boolean coloured;
  private final Terms terms;
  private final int width;
  private final Times times;

  EventLines(OneShot command) {
    this.command = command;
    this.width = terminal ? Width.columns() : 0;
    this.coloured = command.coloured();
    this.terms = terminal ? Terms.in(command.texts().language()) : Terms.WIRE;
    this.times = new Times(command.texts().language());
  }

  /** Prints the change that {@code line} holds. */
  void print(String line, Json event) throws IOException {
    if (command.common.json) {
      command.printJson(line);
    } else if (terminal) {
      command.out().line(forPerson(EventRow.of(event, command.texts(), coloured)));
    } else {
      command.out().line(EventRow.of(event, coloured).columns());
    }
  }

  private String forPerson(EventRow row) {
    String id = Cells.pad("#" + row.id(), ID_CELLS) + " ";
    String time = times.show(row.at()) + "  ";
    String seq = Cells.pad(Long.toString(row.seq()), SEQ_CELLS) + " ";
    int left = width - Cells.width(id);
    String when = "";
    for (String more : List.of(time, seq)) {
      if (left - Cells.width(more) < LEAST_REST) {
        break;
      }
      left -= Cells.width(more);
      when = more + when;
    }
    List<Cell> rest = new ArrayList<>(row.behindName());
    rest.add(0, Cell.plain(row.by() + " " + terms.event(row.event()) + " "));
    if (row.event().equals("filed")) {
      cutTitle(rest, left);
    }
    return Colour.FAINT.on(when, coloured)
        + Colour.ID.on(id, coloured)
        + Table.behindEachOther(rest, Math.max(1, left));
  }

  /** Cuts a new ticket's title, so that what else it was filed with is seen, if that is enough. */
  private static void cutTitle(List<Cell> cells, int width) {
    if (cells.size() <= TITLE) {
      return;
    }
    int all = cells.stream().mapToInt(cell -> Cells.width(cell.text())).sum();
    String title = cells.get(TITLE).text();
    int left = Cells.width(title) - (all - width);
    if (all > width && left >= LEAST_TITLE) {
      cells.set(TITLE, Cell.plain(Cells.fit(title, left)));
    }
  }
}
