package ticketd.client.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Table;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Table.Column;
import ticketd.client.screen.Terms;
import ticketd.client.screen.Texts;
import ticketd.client.screen.Times;
import ticketd.client.screen.Width;

/** Tickets under each other, on a terminal. */
final class TicketTable {
  /** With its heading, each column, and how it gives way where the screen is narrow. */
  private static final Map<String, Column> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put("id", Column.fixed());
    COLUMNS.put("status", Column.whole(6));
    COLUMNS.put("priority", Column.whole(5));
    COLUMNS.put("title", Column.elastic(12));
    COLUMNS.put("author", new Column(8, 1));
    COLUMNS.put("assignee", new Column(8, 4));
    COLUMNS.put("tags", new Column(10, 3));
    COLUMNS.put("due", Column.whole(4));
    COLUMNS.put("updated", Column.whole(2));
  }

  private final boolean coloured;
  private final Times times;
  private final Terms terms;
  private final Texts texts;
  private final List<TicketRow> rows = new ArrayList<>();

  TicketTable(Texts texts, boolean coloured) {
    this.texts = texts;
    this.coloured = coloured;
    this.times = new Times(texts.language());
    this.terms = Terms.in(texts.language());
  }

  void add(TicketRow row) {
    rows.add(row);
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  private static boolean isShown(String column, boolean due) {
    return due || !column.equals("due");
  }

  /** A column for when they are due is there where one of them is. */
  List<String> lines() {
    boolean due = rows.stream().anyMatch(row -> row.due().isPresent());
    Table table =
        new Table(
            Width.columns(),
            COLUMNS.entrySet().stream()
                .filter(column -> isShown(column.getKey(), due))
                .map(Map.Entry::getValue)
                .toList());
    table.add(
        COLUMNS.keySet().stream()
            .filter(column -> isShown(column, due))
            .map(column -> new Cell(texts.get("column." + column), this::faint))
            .toList());
    Instant now = Instant.now();
    for (TicketRow row : rows) {
      table.add(cells(row, due, now));
    }
    return table.lines();
  }

  private List<Cell> cells(TicketRow row, boolean due, Instant now) {
    List<Cell> cells =
        new ArrayList<>(
            List.of(
                new Cell("#" + row.id(), text -> Colour.ID.on(text, coloured)),
                attribute(row.fullStatus()),
                attribute(row.priority()),
                Cell.plain(row.title()),
                new Cell(row.author(), text -> Colour.PERSON.on(text, coloured)),
                new Cell(row.assignee().orElse(""), text -> Colour.PERSON.on(text, coloured)),
                new Cell(String.join(" ", row.tags()), text -> Colour.TAG.on(text, coloured))));
    if (due) {
      boolean late = row.isOverdue(now);
      cells.add(
          new Cell(
              row.due().map(times::show).orElse(""),
              text -> late ? Colour.URGENT.on(text, coloured) : text));
    }
    cells.add(new Cell(times.show(row.updatedAt()), this::faint));
    return cells;
  }

  private Cell attribute(String wireName) {
    return new Cell(terms.value(wireName), text -> Colour.attribute(wireName, text, coloured));
  }

  private String faint(String text) {
    return Colour.FAINT.on(text, coloured);
  }
}
