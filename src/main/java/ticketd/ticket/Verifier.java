package ticketd.ticket;

import java.util.regex.Pattern;

/**
 * What is kept of a password: PBKDF2-HMAC-SHA-256 (RFC 8018) of it, in NFC and UTF-8. The rounds
 * are kept with it, so that they can be raised later.
 *
 * @param rounds 1 or more
 * @param salt 16 bytes, as 32 digits in lower case
 * @param hash 32 bytes, as 64 digits in lower case
 */
public record Verifier(int rounds, String salt, String hash) {
  private static final Pattern SALT = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  public Verifier {
    if (rounds < 1 || !SALT.matcher(salt).matches() || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("no verifier: rounds, 16 bytes of salt, 32 of hash");
    }
  }

  /** Nothing of it but the rounds: it is worth guessing at. */
  @Override
  public String toString() {
    return "Verifier[" + rounds + " rounds]";
  }
}
