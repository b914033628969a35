package ticketd.http;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file's bytes as they are and as gzip, with a hash that tells them from all others. */
final class SentFile {
  private static final int HASH_DIGITS = 32;

  private final byte[] plain;
  private final byte[] gzip;
  private final String hash;

  /** A file that was made before. */
  SentFile(byte[] plain, byte[] gzip, String hash) {
    this.plain = plain.clone();
    this.gzip = gzip.clone();
    this.hash = hash;
  }

  static SentFile of(byte[] plain) {
    return new SentFile(plain, Gzip.bytes(plain), hash(plain));
  }

  byte[] plain() {
    return plain.clone();
  }

  /** May be larger than {@link #plain}. */
  byte[] gzip() {
    return gzip.clone();
  }

  String hash() {
    return hash;
  }

  static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
