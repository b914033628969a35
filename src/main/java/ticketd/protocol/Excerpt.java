package ticketd.protocol;

/**
 * A peer's text as an error message may quote it: on one line, short, and harmless to a terminal.
 */
final class Excerpt {
  private static final int LONGEST = 48;

  private Excerpt() {}

  /**
   * At most 48 code points of {@code text}, {@code …} behind them where there were more, and U+FFFD
   * in place of what no line may hold.
   */
  static String of(String text) {
    StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST + 1));
    int at = 0;
    for (int n = 0; at < text.length() && n < LONGEST; n++) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      kept.appendCodePoint(point == '\t' || !Characters.isAccepted(point) ? 0xFFFD : point);
    }
    return at < text.length() ? kept.append('…').toString() : kept.toString();
  }
}
