package ticketd.client.screen;

import org.jline.utils.WCWidth;

/** Widths in the cells of a terminal: combining marks take none, wide characters two. */
public final class Cells {
  private static final char ELLIPSIS = '…';

  private static final int ZWJ = 0x200D;
  private static final int TEXT_STYLE = 0xFE0E;
  private static final int EMOJI_STYLE = 0xFE0F;

  /** Below it nothing is part of another character. */
  private static final int LOWEST_JOINED = 0x200D;

  private static final int LOWEST_EMOJI = 0x2190;

  /** UTF-16 units of the two letters of a flag. */
  private static final int FLAG_UNITS = 4;

  private Cells() {}

  /** How many cells a line takes; it holds no control character. */
  public static int width(String line) {
    int width = 0;
    for (int i = 0; i < line.length(); ) {
      int end = clusterEnd(line, i);
      width += clusterWidth(line, i, end);
      i = end;
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
      int next = clusterEnd(line, end);
      int more = clusterWidth(line, end, next);
      if (width + more > cells - 1) {
        break;
      }
      width += more;
      end = next;
    }
    return line.substring(0, end) + ELLIPSIS;
  }

  /**
   * Where the character ends, as a reader sees it, that begins at {@code from}: two letters that
   * are a flag, people joined to a family, a sign with a skin tone or the wish to be an emoji are
   * one.
   */
  private static int clusterEnd(String line, int from) {
    int first = line.codePointAt(from);
    int end = from + Character.charCount(first);
    if (first < LOWEST_JOINED && (end == line.length() || line.charAt(end) < LOWEST_JOINED)) {
      return end;
    }
    if (isFlagLetter(first) && end < line.length() && isFlagLetter(line.codePointAt(end))) {
      return end + Character.charCount(line.codePointAt(end));
    }
    while (end < line.length()) {
      int next = line.codePointAt(end);
      int behind = end + Character.charCount(next);
      boolean joins = next == ZWJ && isEmoji(first) && behind < line.length();
      if (joins && isEmoji(line.codePointAt(behind))) {
        end = behind + Character.charCount(line.codePointAt(behind));
      } else if (next == EMOJI_STYLE || next == TEXT_STYLE || isSkinTone(next)) {
        end = behind;
      } else {
        break;
      }
    }
    return end;
  }

  private static int clusterWidth(String line, int from, int end) {
    int first = line.codePointAt(from);
    int width = Math.max(0, WCWidth.wcwidth(first));
    // Half a flag is as wide as a letter. A sign that only asks to be shown as an emoji stays as
    // wide
    // as it is: most terminals do not follow it.
    return isFlagLetter(first) ? end - from == FLAG_UNITS ? 2 : 1 : width;
  }

  private static boolean isFlagLetter(int point) {
    return point >= 0x1F1E6 && point <= 0x1F1FF;
  }

  private static boolean isSkinTone(int point) {
    return point >= 0x1F3FB && point <= 0x1F3FF;
  }

  private static boolean isEmoji(int point) {
    return (point >= LOWEST_EMOJI && Character.getType(point) == Character.OTHER_SYMBOL)
        || isFlagLetter(point);
  }

  /** The line with spaces behind it up to {@code cells}. */
  public static String pad(String line, int cells) {
    return line + " ".repeat(Math.max(0, cells - width(line)));
  }
}
