package ticketd.wire;

import ticketd.credential.SecretMask;
import ticketd.ticket.Characters;

/**
 * A peer's text as an error message may quote it: on one line, short, and harmless to a terminal.
 */
public final class Excerpt {
  private static final int LONGEST = 48;

  private Excerpt() {}

  /**
   * At most 48 code points of {@code quoted}, {@code …} behind them where there were more, U+FFFD
   * in place of what no name may hold, and no token.
   */
  public static String of(String quoted) {
    String text = SecretMask.of(quoted);
    StringBuilder kept = new StringBuilder(Math.min(text.length(), LONGEST + 1));
    int at = 0;
    for (int n = 0; at < text.length() && n < LONGEST; n++) {
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      boolean harmless =
          point != '\t' && Characters.isAccepted(point) && !Characters.isDirectionMark(point);
      kept.appendCodePoint(harmless ? point : 0xFFFD);
    }
    return at < text.length() ? kept.append('…').toString() : kept.toString();
  }
}
