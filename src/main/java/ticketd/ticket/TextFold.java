package ticketd.ticket;

import java.text.Normalizer;
import java.util.Locale;

/**
 * Text without regard to case and accents: NFKD, marks dropped, then upper and lower case, without
 * a locale and each character by itself. Upper case comes first for letters with two lower cases
 * (the two sigmas of Greek) or without a single upper one (ß, SS).
 */
public final class TextFold {
  private TextFold() {}

  public static String fold(String text) {
    if (isAscii(text)) {
      return text.toLowerCase(Locale.ROOT);
    }
    StringBuilder kept = new StringBuilder(text.length());
    Normalizer.normalize(text, Normalizer.Form.NFKD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(kept::appendCodePoint);
    StringBuilder folded = new StringBuilder(kept.length());
    kept.toString()
        .toUpperCase(Locale.ROOT)
        .codePoints()
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return folded.toString();
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
