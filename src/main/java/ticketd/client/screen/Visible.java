package ticketd.client.screen;

import ticketd.ticket.Characters;

/**
 * Text that others wrote, made safe to show: what could move the cursor, change the terminal or
 * reorder the line becomes visible, as {@code <U+202E>}.
 */
public final class Visible {
  private Visible() {}

  /** One line: line breaks are made visible too; TAB stays. */
  public static String line(String text) {
    return show(text, false);
  }

  /** Text of several lines: LF and TAB stay. */
  public static String text(String text) {
    return show(text, true);
  }

  private static String show(String text, boolean lines) {
    int length = text.length();
    for (int i = 0; i < length; ) {
      int c = text.codePointAt(i);
      if (isHidden(c, lines)) {
        return escape(text, i, lines);
      }
      i += Character.charCount(c);
    }
    return text;
  }

  private static String escape(String text, int from, boolean lines) {
    StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, from);
    for (int i = from; i < text.length(); ) {
      int c = text.codePointAt(i);
      if (isHidden(c, lines)) {
        shown.append(String.format("<U+%04X>", c));
      } else {
        shown.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    return shown.toString();
  }

  /** The characters that a server accepts in no text, and LF where it must not break a line. */
  private static boolean isHidden(int c, boolean lines) {
    return !Characters.isAccepted(c) && !(lines && c == '\n');
  }

  /** JSON in which the same characters are written as escapes: its meaning is unchanged. */
  public static String json(String json) {
    int length = json.length();
    StringBuilder shown = new StringBuilder(0);
    int copied = 0;
    for (int i = 0; i < length; ) {
      int c = json.codePointAt(i);
      int next = i + Character.charCount(c);
      if (c >= 0x7F && isHidden(c, false)) {
        shown.append(json, copied, i);
        for (char unit : Character.toChars(c)) {
          shown.append(String.format("\\u%04x", (int) unit));
        }
        copied = next;
      }
      i = next;
    }
    return copied == 0 ? json : shown.append(json, copied, length).toString();
  }
}
