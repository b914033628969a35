package ticketd.client.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import ticketd.client.screen.Colour;
import ticketd.client.screen.Table;
import ticketd.client.screen.Table.Cell;
import ticketd.client.screen.Table.Column;
import ticketd.client.screen.Tty;
import ticketd.client.screen.Width;

/**
 * Rows about accounts: on a terminal a table with headings, the first column never left out, else
 * in columns separated by TAB. For one thread.
 */
final class Listing {
  private static final int LEAST_CELLS = 8;

  /** The column of times, which a person reads in their own clock. */
  private static final String TIME = "until";

  private final List<String> names;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * @param names of the columns, which the client's texts have headings for
   */
  Listing(List<String> names) {
    this.names = names;
  }

  /** Adds a row, a value a column. */
  void add(String... values) {
    rows.add(Arrays.stream(values).map(TicketRow::safe).toList());
  }

  /** Has a command print the rows that were added since it did so last. */
  void print(OneShot command) throws IOException {
    if (rows.isEmpty()) {
      return;
    }
    for (String line : Tty.isOutput() ? table(command) : columns()) {
      command.out().line(line);
    }
    rows.clear();
  }

  private List<String> columns() {
    return rows.stream()
        .map(row -> String.join("\t", row).stripTrailing())
        .collect(Collectors.toList());
  }

  private List<String> table(OneShot command) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      columns.add(i < 2 ? Column.elastic(LEAST_CELLS) : Column.whole(names.size() - i));
    }
    Table table = new Table(Width.columns(), columns);
    table.add(
        names.stream()
            .map(
                name ->
                    new Cell(
                        command.texts().get("column." + name),
                        text -> Colour.FAINT.on(text, command.coloured())))
            .toList());
    for (List<String> row : rows) {
      List<Cell> cells = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        String value = row.get(i);
        boolean isTime = names.get(i).equals(TIME) && !value.equals("-");
        cells.add(Cell.plain(isTime ? command.times().show(value) : value));
      }
      table.add(cells);
    }
    return table.lines();
  }
}
