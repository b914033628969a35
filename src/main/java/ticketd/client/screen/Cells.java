package ticketd.client.screen;

import org.jline.utils.WCWidth;

/** Widths in the cells of a terminal: combining marks take none, wide characters two. */
public final class Cells {
  private static final char ELLIPSIS = '…';

  private Cells() {}

  /** How many cells a line takes; it holds no control character. */
  public static int width(String line) {
    int width = 0;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      width += Math.max(0, WCWidth.wcwidth(c));
      i += Character.charCount(c);
    }
    return width;
  }

  /** The line, or as much of its beginning as leaves room for {@code …} within {@code cells}. */
  public static String fit(String line, int cells) {
    // A character takes at most two cells.
    if (2 * line.length() <= cells || width(line) <= cells) {
      return line;
    }
    int width = 0;
    int end = 0;
    while (end < line.length()) {
      int c = line.codePointAt(end);
      int more = Math.max(0, WCWidth.wcwidth(c));
      if (width + more > cells - 1) {
        break;
      }
      width += more;
      end += Character.charCount(c);
    }
    return line.substring(0, end) + ELLIPSIS;
  }

  /** The line with spaces behind it up to {@code cells}. */
  public static String pad(String line, int cells) {
    return line + " ".repeat(Math.max(0, cells - width(line)));
  }
}
