package ticketd.session;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import ticketd.protocol.ErrorCode;

/**
 * A line that the server itself puts among a peer's lines, at the place where the connection ends:
 * it goes through framing like any other and tells the session why to close. No peer can forge one:
 * it begins with NUL, which no accepted line holds, and with a random number that this process
 * alone knows.
 */
final class Marker {
  private static final byte[] PREFIX = prefix();

  private Marker() {}

  private static byte[] prefix() {
    byte[] nonce = new byte[16];
    new SecureRandom().nextBytes(nonce);
    return ("\0" + HexFormat.of().formatHex(nonce)).getBytes(StandardCharsets.US_ASCII);
  }

  /** The line that closes the connection with {@code code}, its LF included. */
  static ByteString closing(ErrorCode code) {
    byte[] name = (code.wireName() + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] line = Arrays.copyOf(PREFIX, PREFIX.length + name.length);
    System.arraycopy(name, 0, line, PREFIX.length, name.length);
    return ByteString.fromArrayUnsafe(line);
  }

  /** The code of a marker; empty for a peer's line. */
  static Optional<ErrorCode> read(byte[] line) {
    if (line.length <= PREFIX.length
        || line[0] != 0
        || !Arrays.equals(line, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
      return Optional.empty();
    }
    String name =
        new String(line, PREFIX.length, line.length - PREFIX.length, StandardCharsets.US_ASCII);
    for (ErrorCode code : ErrorCode.values()) {
      if (code.wireName().equals(name)) {
        return Optional.of(code);
      }
    }
    throw new IllegalStateException("no error code " + name);
  }
}
