package ticketd.client.command;

import java.util.List;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Table;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Times;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Width;

/** Tickets under each other, on a terminal. */
final class TicketTable {
  private static final int TITLE = 3;

  private final boolean coloured = Tty.hasColour();
  private final Times times;
  private final Table table = new Table(Width.columns(), TITLE);
  private boolean empty = true;

  TicketTable(Texts texts) {
    this.times = new Times(texts.language());
    table.add(
        List.of("id", "status", "priority", "title", "assignee", "tags", "updated").stream()
            .map(column -> new Cell(texts.get("column." + column), this::faint))
            .toList());
  }

  void add(TicketRow row) {
    empty = false;
    table.add(
        List.of(
            new Cell("#" + row.id(), text -> Colour.ID.on(text, coloured)),
            new Cell(row.fullStatus(), text -> Colour.status(text, coloured)),
            new Cell(row.priority(), text -> Colour.priority(text, coloured)),
            Cell.plain(row.title()),
            new Cell(row.assignee().orElse(""), text -> Colour.PERSON.on(text, coloured)),
            new Cell(String.join(" ", row.tags()), text -> Colour.TAG.on(text, coloured)),
            new Cell(times.show(row.updatedAt()), this::faint)));
  }

  private String faint(String text) {
    return Colour.FAINT.on(text, coloured);
  }

  boolean isEmpty() {
    return empty;
  }

  List<String> lines() {
    return table.lines();
  }
}
