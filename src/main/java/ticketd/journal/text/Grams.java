package ticketd.journal.text;

/**
 * The sequences of UTF-16 units by which a folded text is found, as keys: a bit for the field, then
 * three units of 16 bits.
 *
 * <p>Each unit of a text begins a sequence of three, with {@value #END} in the place of what is
 * behind the text's end: so what begins with two given units are successive keys. Where words are
 * written without spaces, two characters are mostly a word, and there are thousands of third ones:
 * from {@link #IDEOGRAPHIC} on one and two units are keys as well.
 *
 * <p>Texts hold neither {@value #END} nor U+FFFF. If one did, it would be found too often, never
 * too rarely.
 */
final class Grams {
  private static final int END = 0;
  private static final int NONE = 0xFFFF;
  private static final int IDEOGRAPHIC = 0x2E80;

  private static final long TEXT = 1L << 48;

  /** Is told of keys, some of them repeatedly. */
  interface Sink {
    void key(long key);
  }

  private Grams() {}

  /** Titles have keys of their own, for most words of a query are looked for there alone. */
  static long field(boolean title) {
    return title ? 0 : TEXT;
  }

  static long key(long field, int first, int second, int third) {
    return field | (long) first << 32 | (long) second << 16 | third;
  }

  static void of(long field, String folded, Sink sink) {
    int length = folded.length();
    int second = length > 0 ? folded.charAt(0) : END;
    int third = length > 1 ? folded.charAt(1) : END;
    for (int i = 0; i < length; i++) {
      int first = second;
      second = third;
      third = i + 2 < length ? folded.charAt(i + 2) : END;
      sink.key(key(field, first, second, third));
      if (first >= IDEOGRAPHIC) {
        sink.key(key(field, first, NONE, NONE));
        if (second >= IDEOGRAPHIC) {
          sink.key(key(field, first, second, NONE));
        }
      }
    }
  }

  /** Whether texts that hold {@code folded} can be found: a lone letter is in nearly all. */
  static boolean finds(String folded) {
    return folded.length() > 1 || folded.charAt(0) >= IDEOGRAPHIC;
  }

  /** Whether one of the successive keys from {@link #from} to {@link #to} is enough. */
  static boolean isBeginning(String folded) {
    return folded.length() == 2
        && (folded.charAt(0) < IDEOGRAPHIC || folded.charAt(1) < IDEOGRAPHIC);
  }

  static long from(long field, String two) {
    return key(field, two.charAt(0), two.charAt(1), END);
  }

  static long to(long field, String two) {
    return key(field, two.charAt(0), two.charAt(1), NONE);
  }

  /** All of which a text that holds {@code folded} has. */
  static long[] all(long field, String folded) {
    if (folded.length() < 3) {
      int second = folded.length() == 2 ? folded.charAt(1) : NONE;
      return new long[] {key(field, folded.charAt(0), second, NONE)};
    }
    long[] keys = new long[folded.length() - 2];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(field, folded.charAt(i), folded.charAt(i + 1), folded.charAt(i + 2));
    }
    return keys;
  }
}
