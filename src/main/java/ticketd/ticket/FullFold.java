package ticketd.ticket;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Locale;

/**
 * What {@link TextFold} makes of a text, rule by rule: slow, and right for every text.
 *
 * <p>Compatibility forms become what they stand for (NFKD), but letters of Hangul that stand by
 * themselves (ㅋㅋ) stay so, in one form: composed they would be part of another syllable. Dropped
 * are what is drawn as nothing, the marks of Latin, Greek and Cyrillic letters, and the points of
 * Hebrew and Arabic (hamza and madda are among them); the marks of other scripts make other
 * letters, and stay. Ligatures and letters with a stroke become the letters they are typed as. Then
 * upper and lower case, without a locale and each character by itself: upper case comes first for
 * letters with two lower cases (the two sigmas of Greek). At last what stayed is composed (NFC), so
 * that no letter is found in another that begins with it.
 */
final class FullFold {
  private FullFold() {}

  static String of(String text) {
    String kept = withoutAccents(decomposed(text));
    StringBuilder folded = new StringBuilder(kept.length());
    kept.toUpperCase(Locale.ROOT)
        .codePoints()
        .map(Character::toLowerCase)
        .forEach(folded::appendCodePoint);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }

  /** What the compatibility forms in a text stand for, in parts. */
  static String decomposed(String text) {
    StringBuilder decomposed = new StringBuilder();
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      if (isLetterOfHangul(text.charAt(at))) {
        decomposed.append(Normalizer.normalize(text.substring(from, at), Normalizer.Form.NFKD));
        decomposed.append(HangulLetters.of(text.charAt(at)));
        from = at + 1;
      }
    }
    return from == 0
        ? Normalizer.normalize(text, Normalizer.Form.NFKD)
        : decomposed
            .append(Normalizer.normalize(text.substring(from), Normalizer.Form.NFKD))
            .toString();
  }

  /** As it is typed by itself, of half the width or in a circle; the fillers are no letters. */
  private static boolean isLetterOfHangul(char unit) {
    return (unit >= 0x3131 && unit <= 0x318E && unit != 0x3164)
        || (unit >= 0x3260 && unit <= 0x326D)
        || (unit >= 0xFFA1 && unit <= 0xFFDC && Character.isDefined(unit));
  }

  /** The forms of full width, by the parts of syllables that Unicode has them stand for. */
  private static final class HangulLetters {
    private static final char FIRST_PART = 0x1100;
    private static final char[] BY_PART = new char[0x100];

    static {
      for (char letter = 0x3131; letter <= 0x318E; letter++) {
        BY_PART[part(letter) - FIRST_PART] = letter;
      }
    }

    private static char part(char letter) {
      return Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFKD).charAt(0);
    }

    static char of(char letter) {
      return BY_PART[part(letter) - FIRST_PART];
    }
  }

  /** What marks stand on. */
  private enum Base {
    /** A Latin, Greek or Cyrillic letter: every mark is an accent. */
    ALPHABET,
    /** Of no script, or nothing at all: marks that are of no script either are accents. */
    NEUTRAL,
    /** A letter of another script, or a space: an accent as a character of its own (´) is one. */
    OTHER
  }

  private static String withoutAccents(String decomposed) {
    StringBuilder kept = new StringBuilder(decomposed.length());
    Base base = Base.NEUTRAL;
    for (int at = 0; at < decomposed.length(); ) {
      int point = decomposed.codePointAt(at);
      at += Character.charCount(point);
      if (Characters.isIgnorable(point)) {
        continue;
      }
      if (!isMark(point)) {
        base = base(point);
        append(kept, point);
      } else if (!isAccent(point, base)) {
        kept.appendCodePoint(point);
      }
    }
    return kept.toString();
  }

  private static Base base(int point) {
    if (point == ' ') {
      return Base.OTHER;
    }
    return switch (UnicodeScript.of(point)) {
      case LATIN, GREEK, CYRILLIC -> Base.ALPHABET;
      case COMMON, INHERITED, UNKNOWN -> Base.NEUTRAL;
      default -> Base.OTHER;
    };
  }

  private static boolean isMark(int point) {
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK;
  }

  private static boolean isAccent(int mark, Base base) {
    return switch (base) {
      case ALPHABET -> true;
      case NEUTRAL -> isOfNoScript(mark) || isPoint(mark);
      case OTHER -> isPoint(mark);
    };
  }

  /** The blocks of combining diacritical marks, and those for symbols. */
  private static boolean isOfNoScript(int mark) {
    return (mark >= 0x0300 && mark <= 0x036F)
        || (mark >= 0x1AB0 && mark <= 0x1AFF)
        || (mark >= 0x1DC0 && mark <= 0x1DFF)
        || (mark >= 0x20D0 && mark <= 0x20FF)
        || (mark >= 0xFE20 && mark <= 0xFE2F);
  }

  /** The marks of Hebrew and of Arabic. */
  private static boolean isPoint(int mark) {
    return (mark >= 0x0591 && mark <= 0x05C7)
        || (mark >= 0x0610 && mark <= 0x06ED)
        || (mark >= 0x0898 && mark <= 0x08FF)
        || mark == 0xFB1E;
  }

  private static void append(StringBuilder kept, int point) {
    switch (point) {
      case 'œ', 'Œ' -> kept.append("oe");
      case 'æ', 'Æ' -> kept.append("ae");
      case 'ø', 'Ø' -> kept.append('o');
      case 'ł', 'Ł' -> kept.append('l');
      case 'đ', 'Đ' -> kept.append('d');
      case 'ß', 'ẞ' -> kept.append("ss");
      default -> kept.appendCodePoint(point);
    }
  }
}
