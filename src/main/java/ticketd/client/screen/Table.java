package ticketd.client.screen;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells under each other that fit a width: where they do not, one column is cut. For one
 * thread.
 */
public final class Table {
  private static final String GAP = "  ";
  private static final int LEAST_ELASTIC = 10;

  /** A cell: what stands in it, and how that is painted. */
  public record Cell(String text, Painting painting) {
    public static Cell plain(String text) {
      return new Cell(text, shown -> shown);
    }
  }

  /** How a text is coloured; it changes no width. */
  public interface Painting {
    String paint(String text);
  }

  private final int width;
  private final int elastic;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * @param width cells a row may take
   * @param elastic the column that is cut when they are more
   */
  public Table(int width, int elastic) {
    this.width = width;
    this.elastic = elastic;
  }

  public void add(List<Cell> row) {
    rows.add(List.copyOf(row));
  }

  public List<String> lines() {
    int columns = rows.isEmpty() ? 0 : rows.get(0).size();
    int[] widths = new int[columns];
    for (List<Cell> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], Cells.width(row.get(i).text()));
      }
    }
    int total = GAP.length() * (columns - 1);
    for (int w : widths) {
      total += w;
    }
    if (columns > 0 && total > width) {
      widths[elastic] = Math.max(LEAST_ELASTIC, widths[elastic] - (total - width));
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<Cell> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      Cell cell = row.get(i);
      String text = Cells.fit(cell.text(), widths[i]);
      line.append(i == 0 ? "" : GAP).append(cell.painting().paint(text));
      if (i < widths.length - 1) {
        line.append(" ".repeat(widths[i] - Cells.width(text)));
      }
    }
    return line.toString().stripTrailing();
  }
}
