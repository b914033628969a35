package ticketd.ticket;

import java.util.Locale;

/**
 * What is known about characters, in one place: which of them a text may hold, and which of them a
 * reader sees. Everything is said of code points.
 */
public final class Characters {
  private static final int BRAILLE_BLANK = 0x2800;

  private Characters() {}

  /**
   * Whether a title or a text may hold {@code point}: no control character but TAB, no bidi control
   * but the {@linkplain #isDirectionMark marks}, no line or paragraph separator, no byte order
   * mark, no surrogate, no noncharacter. LF is for those to allow who take several lines.
   */
  public static boolean isAccepted(int point) {
    if (point < 0x20) {
      return point == '\t';
    }
    if (point < 0x7F) {
      return true;
    }
    if (point < 0xA0) {
      return false;
    }
    if (point < 0xD800) {
      boolean embedding = point >= 0x202A && point <= 0x202E;
      boolean isolate = point >= 0x2066 && point <= 0x2069;
      boolean separator = point == 0x2028 || point == 0x2029;
      return !embedding && !isolate && !separator;
    }
    boolean surrogate = point <= 0xDFFF;
    boolean noncharacter = (point >= 0xFDD0 && point <= 0xFDEF) || (point & 0xFFFE) == 0xFFFE;
    return !surrogate && !noncharacter && point != 0xFEFF;
  }

  /**
   * The invisible letters that Arabic and Hebrew texts need beside digits and punctuation: U+061C,
   * U+200E, U+200F. Texts hold them, names do not: two names that look alike would be two.
   */
  public static boolean isDirectionMark(int point) {
    return point == 0x061C || point == 0x200E || point == 0x200F;
  }

  // Every text that is filed goes through these: loops, where a stream costs more than the rest.

  /** Where {@code text} holds its first {@linkplain #isDirectionMark mark of direction}, or -1. */
  public static int indexOfDirectionMark(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isDirectionMark(text.charAt(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether a reader sees anything: not blanks, of whatever script, and marks on nothing alone. */
  public static boolean hasVisible(String text) {
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      if (isVisible(text.codePointAt(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVisible(int point) {
    if (point < 0x7F) {
      return point > ' ';
    }
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      case Character.FORMAT -> isSignBeforeDigits(point);
      default -> !isIgnorable(point) && point != BRAILLE_BLANK;
    };
  }

  /** The format characters that are drawn: Prepended_Concatenation_Mark of the UCD's PropList. */
  private static boolean isSignBeforeDigits(int point) {
    return (point >= 0x0600 && point <= 0x0605)
        || point == 0x06DD
        || point == 0x070F
        || (point >= 0x0890 && point <= 0x0891)
        || point == 0x08E2
        || point == 0x110BD
        || point == 0x110CD;
  }

  /**
   * Whether {@code point} is drawn as nothing and separates nothing: soft hyphen, joiners, marks of
   * direction, variation selectors, fillers. Default_Ignorable_Code_Point of the UCD's
   * DerivedCoreProperties, which {@link Character} does not know.
   */
  static boolean isIgnorable(int point) {
    if (point < 0x034F) {
      return point == 0x00AD;
    }
    return point == 0x034F
        || point == 0x061C
        || (point >= 0x115F && point <= 0x1160)
        || (point >= 0x17B4 && point <= 0x17B5)
        || (point >= 0x180B && point <= 0x180F)
        || (point >= 0x200B && point <= 0x200F)
        || (point >= 0x202A && point <= 0x202E)
        || (point >= 0x2060 && point <= 0x206F)
        || point == 0x3164
        || (point >= 0xFE00 && point <= 0xFE0F)
        || point == 0xFEFF
        || point == 0xFFA0
        || (point >= 0xFFF0 && point <= 0xFFF8)
        || (point >= 0x1BCA0 && point <= 0x1BCA3)
        || (point >= 0x1D173 && point <= 0x1D17A)
        || (point >= 0xE0000 && point <= 0xE0FFF);
  }

  /** {@code U+} and at least four hexadecimal digits. */
  public static String name(int point) {
    return String.format(Locale.ROOT, "U+%04X", point);
  }
}
