package ticketd.ticket;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Who somebody claims to be. {@code name} is the spelling its owner chose (NFC); {@code key} is
 * what two spellings of one identity have in common. The key is computed once, when a name enters,
 * and is stored with every event, so that a later Unicode version cannot split or join identities.
 *
 * <p>Equality is equality of the key. See Unicode Standard Annex 15 (normalization forms).
 */
public record Identity(String name, String key) {
  /** The desk, for what it does by itself: nobody's name. */
  public static final Identity DESK = new Identity("ticketd", "ticketd");

  /** Code points, after NFC. */
  public static final int MAX_LENGTH = 64;

  /**
   * The identity behind a spelling; empty when it is no valid name: 1 to 64 code points of letters,
   * marks, decimal digits, space and {@code ._-@'}, the first a letter or digit, and none of those
   * that are reserved: {@code me}, {@code next}, {@link #DESK}. Spaces at the ends do not count.
   */
  public static Optional<Identity> of(String spelling) {
    String trimmed = Spaces.strip(spelling);
    if (isSimple(trimmed)) {
      return unlessReserved(new Identity(trimmed, trimmed.toLowerCase(Locale.ROOT)));
    }
    String name = Normalizer.normalize(trimmed, Normalizer.Form.NFC);
    if (!isValid(name)) {
      return Optional.empty();
    }
    String folded = Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    return unlessReserved(new Identity(name, Normalizer.normalize(folded, Normalizer.Form.NFKC)));
  }

  private static Optional<Identity> unlessReserved(Identity identity) {
    boolean reserved =
        identity.key.equals("me") || identity.key.equals("next") || identity.equals(DESK);
    return reserved ? Optional.empty() : Optional.of(identity);
  }

  /** ASCII letters and digits only, where no normalization changes anything. */
  private static boolean isSimple(String name) {
    int length = name.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = name.charAt(i);
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isValid(String name) {
    if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_LENGTH) {
      return false;
    }
    int first = name.codePointAt(0);
    if (!Character.isLetter(first) && Character.getType(first) != Character.DECIMAL_DIGIT_NUMBER) {
      return false;
    }
    return name.codePoints().allMatch(Identity::isNameCharacter);
  }

  private static boolean isNameCharacter(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER ->
          true;
      default -> c == ' ' || c == '.' || c == '_' || c == '-' || c == '@' || c == '\'';
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Identity that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
