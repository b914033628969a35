package ticketd.ticket;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Text without regard to case and accents: what two spellings of one word have in common. {@link
 * FullFold} says what that is.
 *
 * <p>Most characters fold to the same whatever stands beside them: those are looked up, a UTF-16
 * unit at a time, in a table that {@link FullFold} fills. A text with any other goes through {@link
 * FullFold} itself.
 */
public final class TextFold {
  private static final @Nullable FoldTable[] TABLES =
      new FoldTable[Character.MAX_VALUE / FoldTable.UNITS + 1];

  private static final int RULES = 2;

  private TextFold() {}

  /**
   * Equal in two processes where both fold every text alike: the rules are {@link FullFold}'s, what
   * is known of characters is the Java runtime's.
   */
  public static int version() {
    return RULES << 16 | Runtime.version().feature();
  }

  /** The folded text; empty where {@code text} holds nothing but what is dropped. */
  public static String fold(String text) {
    return isAscii(text) ? text.toLowerCase(Locale.ROOT) : foldByUnit(text);
  }

  private static String foldByUnit(String text) {
    char[] folded = new char[text.length()];
    int length = 0;
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      FoldTable table = table(unit);
      char one = table.one(unit);
      if (one != FoldTable.NOT_ONE) {
        if (length == folded.length) {
          folded = grown(folded, 1);
        }
        folded[length++] = one;
        continue;
      }
      String several = table.several(unit);
      if (several == null) {
        return FullFold.of(text);
      }
      if (length + several.length() > folded.length) {
        folded = grown(folded, several.length());
      }
      several.getChars(0, several.length(), folded, length);
      length += several.length();
    }
    return new String(folded, 0, length);
  }

  private static char[] grown(char[] folded, int more) {
    return Arrays.copyOf(folded, folded.length + folded.length / 2 + more);
  }

  /** Made when the first of its units is met: a desk sees few of the 256. */
  private static FoldTable table(char unit) {
    int number = unit / FoldTable.UNITS;
    FoldTable table = TABLES[number];
    if (table == null) {
      // Two threads may make the same one: it is complete whenever it is seen, all its fields
      // being final.
      table = new FoldTable(number);
      TABLES[number] = table;
    }
    return table;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
