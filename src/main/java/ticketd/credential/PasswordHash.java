package ticketd.credential;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import ticketd.ticket.Verifier;

/**
 * Makes and compares verifiers (PBKDF2-HMAC-SHA-256, RFC 8018), at a cost of some tenths of a
 * second of CPU each. May be used by many threads at once.
 */
public final class PasswordHash {
  /** OWASP's number for this function; a verifier that has fewer is made anew when it was right. */
  public static final int ROUNDS = 600_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;
  private static final byte[] NO_SALT = new byte[SALT_BYTES];

  private final int rounds;

  /** {@code rounds} is the present cost, which every comparison that fails takes at least. */
  public PasswordHash(int rounds) {
    this.rounds = rounds;
  }

  public Verifier make(Password password, SecureRandom random) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    HexFormat hex = HexFormat.of();
    return new Verifier(rounds, hex.formatHex(salt), hex.formatHex(derive(password, salt, rounds)));
  }

  /**
   * Whether {@code password} is the one. A failure costs the present rounds whatever it was due to,
   * that there is no verifier included.
   */
  public boolean matches(Optional<Verifier> verifier, Password password) {
    if (verifier.isEmpty()) {
      derive(password, NO_SALT, rounds);
      return false;
    }
    Verifier kept = verifier.get();
    byte[] hash = HexFormat.of().parseHex(kept.hash());
    byte[] salt = HexFormat.of().parseHex(kept.salt());
    boolean isIt = MessageDigest.isEqual(hash, derive(password, salt, kept.rounds()));
    if (!isIt && kept.rounds() < rounds) {
      derive(password, NO_SALT, rounds - kept.rounds());
    }
    return isIt;
  }

  /** Whether it should be made anew, by the password that was found right. */
  public boolean isOutdated(Verifier verifier) {
    return verifier.rounds() < rounds;
  }

  private static byte[] derive(Password password, byte[] salt, int rounds) {
    char[] characters = password.characters();
    // The JDK's key refuses to be made of nothing; nobody has that password.
    PBEKeySpec key =
        new PBEKeySpec(
            characters.length == 0 ? new char[] {'\0'} : characters, salt, rounds, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(key).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", e);
    } finally {
      key.clearPassword();
      Arrays.fill(characters, '\0');
    }
  }
}
