package ticketd.server.text;

import java.util.Locale;

/**
 * Text that is safe on one line of a terminal or a log: what would move the cursor, break the line,
 * turn the direction of writing or cannot be seen is written as an escape.
 */
public final class VisibleText {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
  private static final int ZERO_WIDTH_JOINER = 0x200D;

  private VisibleText() {}

  /** The text with {@code \n}, {@code \t}, {@code \\} or {@code \}{@code u001b} where needed. */
  public static String of(String text) {
    int clean = 0;
    while (clean < text.length() && isPlainAscii(text.charAt(clean))) {
      clean++;
    }
    if (clean == text.length()) {
      return text;
    }
    StringBuilder visible = new StringBuilder(text.length() + 16);
    visible.append(text, 0, clean);
    text.codePoints().skip(clean).forEach(c -> append(visible, c));
    return visible.toString();
  }

  private static boolean isPlainAscii(char c) {
    return c >= ' ' && c < 0x7F && c != '\\';
  }

  private static void append(StringBuilder visible, int c) {
    switch (c) {
      case '\\' -> visible.append("\\\\");
      case '\n' -> visible.append("\\n");
      case '\r' -> visible.append("\\r");
      case '\t' -> visible.append("\\t");
      default -> {
        if (isVisible(c)) {
          visible.appendCodePoint(c);
        } else {
          for (char unit : Character.toChars(c)) {
            visible.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
          }
        }
      }
    }
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // The joiners belong to emoji and to several scripts; the other format characters are bidi
      // controls, byte order marks, tags and the like.
      case Character.FORMAT -> c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER;
      default -> true;
    };
  }
}
