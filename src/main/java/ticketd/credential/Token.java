package ticketd.credential;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import ticketd.ticket.TokenHash;

/**
 * A secret that a program shows to say for whom it works: {@code tkd_}, then 27 characters of
 * base62 (digits, upper case, lower case) that are 160 random bits, then 6 that are the CRC-32 of
 * those 27. What looks for leaked secrets in files can tell one from a word by that sum, without
 * asking.
 */
public final class Token {
  public static final String PREFIX = "tkd_";

  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final BigInteger BASE = BigInteger.valueOf(ALPHABET.length());
  private static final int RANDOM_BITS = 160;
  private static final int RANDOM_CHARACTERS = 27;
  private static final int SUM_CHARACTERS = 6;

  /** Characters of every token. */
  public static final int LENGTH = PREFIX.length() + RANDOM_CHARACTERS + SUM_CHARACTERS;

  private final String text;

  private Token(String text) {
    this.text = text;
  }

  /** One that nobody has. */
  public static Token mint(SecureRandom random) {
    String secret = base62(new BigInteger(RANDOM_BITS, random), RANDOM_CHARACTERS);
    return new Token(PREFIX + secret + sum(secret));
  }

  /** The token that {@code text} is; empty where it cannot be one. */
  public static Optional<Token> of(String text) {
    if (text.length() != LENGTH || !text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String secret = text.substring(PREFIX.length(), PREFIX.length() + RANDOM_CHARACTERS);
    boolean isWhole =
        secret.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0) && text.endsWith(sum(secret));
    return isWhole ? Optional.of(new Token(text)) : Optional.empty();
  }

  private static String sum(String secret) {
    CRC32 crc = new CRC32();
    crc.update(secret.getBytes(StandardCharsets.US_ASCII));
    return base62(BigInteger.valueOf(crc.getValue()), SUM_CHARACTERS);
  }

  private static String base62(BigInteger number, int length) {
    StringBuilder digits = new StringBuilder(length);
    BigInteger rest = number;
    for (int i = 0; i < length; i++) {
      BigInteger[] parts = rest.divideAndRemainder(BASE);
      digits.append(ALPHABET.charAt(parts[1].intValue()));
      rest = parts[0];
    }
    return digits.reverse().toString();
  }

  /** By which it is kept. */
  public TokenHash hash() {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
      return new TokenHash(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The secret itself, for its owner alone. */
  public String text() {
    return text;
  }

  /** Not the secret. */
  @Override
  public String toString() {
    return SecretMask.MASK;
  }
}
