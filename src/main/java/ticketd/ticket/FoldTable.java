package ticketd.ticket;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each of {@value #UNITS} successive UTF-16 units folds to, where that does not depend on what
 * stands before or behind it. Immutable.
 *
 * <p>It depends on that where a unit is one half of a code point, and where what it stands for, or
 * folds to, begins with what may join the character before: a mark, or a vowel or final of Hangul
 * in its parts. Marks are moved, dropped and composed by what they stand on; anything else begins
 * anew.
 */
final class FoldTable {
  static final int UNITS = 256;

  /** In the place of one unit: it becomes none, or several, or that depends. No text holds it. */
  static final char NOT_ONE = '\uFFFF';

  private final char[] ones = new char[UNITS];
  private final @Nullable String[] others = new String[UNITS];

  /** Of the units from {@code number} times {@value #UNITS} on. */
  FoldTable(int number) {
    Arrays.fill(ones, NOT_ONE);
    for (int i = 0; i < UNITS; i++) {
      char unit = (char) (number * UNITS + i);
      if (unit == NOT_ONE || Character.isSurrogate(unit)) {
        continue;
      }
      String text = String.valueOf(unit);
      String folded = FullFold.of(text);
      if (mayJoin(FullFold.decomposed(text)) || mayJoin(folded)) {
        continue;
      }
      others[i] = folded;
      if (folded.length() == 1) {
        ones[i] = folded.charAt(0);
      }
    }
  }

  /** What {@code unit} becomes, where that is one unit; else {@link #NOT_ONE}. */
  char one(char unit) {
    return ones[unit % UNITS];
  }

  /** What {@code unit} becomes; null where that depends on what is beside it. */
  @Nullable String several(char unit) {
    return others[unit % UNITS];
  }

  private static boolean mayJoin(String text) {
    int at = 0;
    while (at < text.length() && Characters.isIgnorable(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    if (at == text.length()) {
      return false;
    }
    int point = text.codePointAt(at);
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      // Hangul Jamo from the vowels on, and Jamo Extended-B.
      default -> (point >= 0x1160 && point <= 0x11FF) || (point >= 0xD7B0 && point <= 0xD7FF);
    };
  }
}
