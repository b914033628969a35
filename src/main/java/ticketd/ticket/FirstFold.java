package ticketd.ticket;

import java.text.Normalizer;
import java.util.Locale;

/**
 * How version 1.0 folded the words of a query: NFKD, all marks dropped, upper and lower case. Keys
 * are stored with {@linkplain Fingerprint fingerprints} of such words for ever, so this must never
 * change, unlike {@link TextFold}. Two words that differ only by what is dropped here count as the
 * same where a key is used again.
 */
final class FirstFold {
  private FirstFold() {}

  static String of(String word) {
    StringBuilder kept = new StringBuilder(word.length());
    Normalizer.normalize(word, Normalizer.Form.NFKD)
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
}
