package ticketd.wire;

import ticketd.ticket.Characters;

/**
 * The escapes of a JSON text (RFC 8259, section 7), looked at before its grammar: whatever else is
 * wrong with a line, its characters count first. LF, and CR before it, are left to those who know
 * where they stand.
 */
final class JsonEscapes {
  private static final int ESCAPE_LENGTH = 6;

  private JsonEscapes() {}

  /** Refuses an escape that stands for what no line may hold, or for half a surrogate pair. */
  static void check(String json) throws Refusal {
    int at = json.indexOf('\\');
    while (at >= 0 && at + 1 < json.length()) {
      int end = at + 2;
      switch (json.charAt(at + 1)) {
        case 'b', 'f' -> throw refused(json, at, end);
        case 'r' -> checkLineFeedAt(end, json, at);
        case 'u' -> end = checkUnicode(json, at);
        default -> {}
      }
      at = json.indexOf('\\', end);
    }
  }

  /** Where the escape or the pair of them ends; one that is malformed is left to the grammar. */
  private static int checkUnicode(String json, int at) throws Refusal {
    int end = Math.min(at + ESCAPE_LENGTH, json.length());
    int point = unit(json, at);
    if (point >= Character.MIN_HIGH_SURROGATE && point <= Character.MAX_HIGH_SURROGATE) {
      int low = unit(json, end);
      if (low >= Character.MIN_LOW_SURROGATE && low <= Character.MAX_LOW_SURROGATE) {
        point = Character.toCodePoint((char) point, (char) low);
        end += ESCAPE_LENGTH;
      }
    }
    if (point == '\r') {
      checkLineFeedAt(end, json, at);
    } else if (point >= 0 && point != '\n' && !Characters.isAccepted(point)) {
      throw refused(json, at, end);
    }
    return point < 0 ? at + 2 : end;
  }

  /** A CR is the beginning of a line's end, CR LF, or refused: its escape begins at {@code cr}. */
  private static void checkLineFeedAt(int end, String json, int cr) throws Refusal {
    if (!json.startsWith("\\n", end) && unit(json, end) != '\n') {
      throw refused(json, cr, end);
    }
  }

  /** The UTF-16 unit that the {@code \}{@code uXXXX} at {@code at} stands for; -1 if none is. */
  private static int unit(String json, int at) {
    if (at + ESCAPE_LENGTH > json.length() || !json.startsWith("\\u", at)) {
      return -1;
    }
    int unit = 0;
    for (int i = at + 2; i < at + ESCAPE_LENGTH; i++) {
      char c = json.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      unit = (unit << 4) | digit;
    }
    return unit;
  }

  private static Refusal refused(String json, int from, int to) {
    return Refusal.badText(Text.ESCAPE_REFUSED, json.substring(from, to));
  }
}
