package ticketd.client.screen;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of cells under each other that fit a width. Where they do not, first the columns that may be
 * cut are, the widest first; then columns are left out; then what is left is cut further. For one
 * thread.
 */
public final class Table {
  private static final String GAP = "  ";

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

  /**
   * How a column gives way.
   *
   * @param least cells it is cut to as long as there is another column to leave out
   * @param rank columns of a lower one are left out before it
   */
  public record Column(int least, int rank) {
    private static final int WHOLE = Integer.MAX_VALUE;
    private static final int ALWAYS = Integer.MAX_VALUE;

    /** One that stands there whole, however narrow the screen is. */
    public static Column fixed() {
      return new Column(WHOLE, ALWAYS);
    }

    /** One that stands there whole or not at all. */
    public static Column whole(int rank) {
      return new Column(WHOLE, rank);
    }

    /** One that is cut, in the end to any width, and never left out. */
    public static Column elastic(int least) {
      return new Column(least, ALWAYS);
    }

    private boolean isElastic() {
      return least != WHOLE;
    }
  }

  private final int width;
  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /**
   * @param width cells a row may take
   */
  public Table(int width, List<Column> columns) {
    this.width = width;
    this.columns = List.copyOf(columns);
  }

  /** Adds a row, a cell a column. */
  public void add(List<Cell> row) {
    rows.add(List.copyOf(row));
  }

  public List<String> lines() {
    List<Integer> shown = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      shown.add(i);
    }
    int[] widths = cutTo(shown, false);
    while (total(shown, widths) > width && leaveOneOut(shown)) {
      widths = cutTo(shown, false);
    }
    int[] fitted = total(shown, widths) > width ? cutTo(shown, true) : widths;
    return rows.stream().map(row -> line(row, shown, fitted)).toList();
  }

  /** Leaves the column of the lowest rank out; false where each is always shown. */
  private boolean leaveOneOut(List<Integer> shown) {
    int lowest = shown.get(0);
    for (int i : shown) {
      if (columns.get(i).rank() < columns.get(lowest).rank()) {
        lowest = i;
      }
    }
    return columns.get(lowest).rank() != Column.ALWAYS && shown.remove((Integer) lowest);
  }

  /**
   * What each column takes: all it needs, or so much less, down to its least, that a row fits.
   *
   * @param beyond whether the least may be undercut
   */
  private int[] cutTo(List<Integer> shown, boolean beyond) {
    int[] widths = new int[columns.size()];
    for (List<Cell> row : rows) {
      for (int i : shown) {
        widths[i] = Math.max(widths[i], Cells.width(row.get(i).text()));
      }
    }
    for (int excess = total(shown, widths) - width; excess > 0; excess--) {
      int widest = -1;
      for (int i : shown) {
        boolean cut =
            columns.get(i).isElastic() && widths[i] > (beyond ? 1 : columns.get(i).least());
        if (cut && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        break;
      }
      widths[widest]--;
    }
    return widths;
  }

  private static int total(List<Integer> shown, int[] widths) {
    int total = GAP.length() * (shown.size() - 1);
    for (int i : shown) {
      total += widths[i];
    }
    return total;
  }

  /** Cells without gaps, or as much of their beginning as leaves room for {@code …}. */
  public static String behindEachOther(List<Cell> cells, int width) {
    String whole = cells.stream().map(Cell::text).collect(Collectors.joining());
    String fitted = Cells.fit(whole, width);
    StringBuilder line = new StringBuilder();
    int at = 0;
    for (Cell cell : cells) {
      int end = Math.min(fitted.length(), at + cell.text().length());
      line.append(cell.painting().paint(fitted.substring(at, end)));
      at = end;
    }
    return line.toString().stripTrailing();
  }

  private static String line(List<Cell> row, List<Integer> shown, int[] widths) {
    StringBuilder line = new StringBuilder();
    int last = shown.get(shown.size() - 1);
    for (int i : shown) {
      Cell cell = row.get(i);
      String text = Cells.fit(cell.text(), widths[i]);
      line.append(line.length() == 0 ? "" : GAP).append(cell.painting().paint(text));
      if (i != last) {
        line.append(" ".repeat(widths[i] - Cells.width(text)));
      }
    }
    return line.toString().stripTrailing();
  }
}
