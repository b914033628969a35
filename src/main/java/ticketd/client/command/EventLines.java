package ticketd.client.command;

import java.io.IOException;
import ticketd.client.link.Json;
import ticketd.client.screen.Cells;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Times;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Width;

/** Prints changes as they come: as JSON, in columns for programs, or for a person. */
final class EventLines {
  private static final int SEQ_CELLS = 6;
  private static final int ID_CELLS = 6;

  private final OneShot command;
  private final boolean terminal = Tty.isOutput();
  private final boolean coloured = Tty.hasColour();
  private final int width;
  private final Times times;

  EventLines(OneShot command) {
    this.command = command;
    this.width = terminal ? Width.columns() : 0;
    this.times = new Times(command.texts().language());
  }

  /** Prints the change that {@code line} holds. */
  void print(String line, Json event) throws IOException {
    if (command.common.json) {
      command.printJson(line);
    } else if (terminal) {
      command.out().line(forPerson(EventRow.of(event)));
    } else {
      command.out().line(EventRow.of(event).columns());
    }
  }

  private String forPerson(EventRow row) {
    String seq = Cells.pad(Long.toString(row.seq()), SEQ_CELLS);
    String time = times.show(row.at());
    String id = Cells.pad("#" + row.id(), ID_CELLS);
    String rest = row.by() + " " + row.event() + " " + row.what();
    int used = Cells.width(seq) + 1 + Cells.width(time) + 2 + Cells.width(id) + 1;
    return Colour.FAINT.on(seq + " " + time, coloured)
        + "  "
        + Colour.ID.on(id, coloured)
        + " "
        + Cells.fit(rest.strip(), Math.max(Width.LEAST, width - used));
  }
}
