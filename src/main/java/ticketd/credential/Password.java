package ticketd.credential;

import java.text.Normalizer;
import java.util.Optional;

/** A password as it is compared: in NFC, so that it is the same from every keyboard. */
public final class Password {
  /** Characters (code points after NFC) of one that is set. */
  public static final int SHORTEST = 12;

  public static final int LONGEST = 128;

  private final String text;

  private Password(String text) {
    this.text = text;
  }

  /** One that somebody wants to have; empty where it is too short or too long. */
  public static Optional<Password> chosen(String text) {
    Password password = presented(text);
    int length = password.text.codePointCount(0, password.text.length());
    return length >= SHORTEST && length <= LONGEST ? Optional.of(password) : Optional.empty();
  }

  /** One to be compared, whatever it holds. */
  public static Password presented(String text) {
    return new Password(Normalizer.normalize(text, Normalizer.Form.NFC));
  }

  public boolean isEmpty() {
    return text.isEmpty();
  }

  char[] characters() {
    return text.toCharArray();
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return "\u2026";
  }
}
