package ticketd.credential;

import java.util.regex.Pattern;

/** Hides tokens in texts that are quoted back, logged or kept. */
public final class SecretMask {
  /** In place of a token. */
  public static final String MASK = "tkd_\u2026";

  /** Also one that was cut off, or spelled in another case. */
  private static final Pattern TOKEN = Pattern.compile("tkd_[0-9a-z]+", Pattern.CASE_INSENSITIVE);

  private SecretMask() {}

  /** {@code text} with every word that begins as a token does masked. */
  public static String of(String text) {
    return text.indexOf('_') < 0 ? text : TOKEN.matcher(text).replaceAll(MASK);
  }
}
