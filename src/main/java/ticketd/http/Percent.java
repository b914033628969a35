package ticketd.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoding, read strictly (RFC 3986, section 2.1). */
final class Percent {
  private static final int HEX = 16;

  private Percent() {}

  /** The text that {@code encoded} stands for; empty where it is malformed or no UTF-8. */
  static Optional<String> decode(String encoded) {
    return isPlain(encoded) ? Optional.of(encoded) : decodeBytes(encoded, false);
  }

  /** The same of a part of a query string, where {@code +} is a space. */
  static Optional<String> decodeQuery(String encoded) {
    return isPlain(encoded) && encoded.indexOf('+') < 0
        ? Optional.of(encoded)
        : decodeBytes(encoded, true);
  }

  private static boolean isPlain(String encoded) {
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%' || c > 0x7F) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> decodeBytes(String encoded, boolean plusIsSpace) {
    byte[] from = encoded.getBytes(StandardCharsets.UTF_8);
    ByteBuffer to = ByteBuffer.allocate(from.length);
    for (int i = 0; i < from.length; i++) {
      if (from[i] != '%') {
        to.put(from[i] == '+' && plusIsSpace ? (byte) ' ' : from[i]);
        continue;
      }
      int high = i + 2 < from.length ? Character.digit(from[i + 1], HEX) : -1;
      int low = i + 2 < from.length ? Character.digit(from[i + 2], HEX) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      to.put((byte) (high * HEX + low));
      i += 2;
    }
    try {
      // A new decoder reports what is no UTF-8; that of a String would replace it.
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(to.flip()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
