package ticketd.session;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.pekko.util.ByteString;
import ticketd.wire.ErrorCode;

/**
 * A line that the server itself puts among a peer's lines and that goes through framing like any
 * other: around the lines of one read, or where the connection ends, and then it tells why. No peer
 * can forge one: it begins with NUL, which no accepted line holds, and with a random number that
 * this process alone knows.
 */
final class Marker {
  private static final byte[] PREFIX = prefix();
  private static final String BEGIN = "[";
  private static final String END = "]";
  private static final byte[] BEGIN_LINE = line(BEGIN);
  private static final byte[] END_LINE = line(END);

  private Marker() {}

  private static byte[] prefix() {
    byte[] nonce = new byte[16];
    new SecureRandom().nextBytes(nonce);
    return ("\0" + HexFormat.of().formatHex(nonce)).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] line(String name) {
    byte[] rest = (name + "\n").getBytes(StandardCharsets.US_ASCII);
    byte[] line = Arrays.copyOf(PREFIX, PREFIX.length + rest.length);
    System.arraycopy(rest, 0, line, PREFIX.length, rest.length);
    return line;
  }

  /** The line that closes the connection with {@code code}, its LF included. */
  static ByteString closing(ErrorCode code) {
    return ByteString.fromArrayUnsafe(line(code.wireName()));
  }

  /** The length of either line of {@link #around}. */
  static int length() {
    return END_LINE.length;
  }

  /**
   * Writes a line at the beginning of {@code lines} and one at the end: those between them came in
   * one read.
   *
   * @param lines with room for both, {@link #length} each
   */
  static void around(byte[] lines) {
    System.arraycopy(BEGIN_LINE, 0, lines, 0, BEGIN_LINE.length);
    System.arraycopy(END_LINE, 0, lines, lines.length - END_LINE.length, END_LINE.length);
  }

  /** Tells a peer's line from a marker; {@code line} is without its LF. */
  static Received read(ByteString line) {
    byte[] bytes = line.toArrayUnsafe();
    if (bytes.length < PREFIX.length
        || bytes[0] != 0
        || !Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length)) {
      return new Received.Line(bytes);
    }
    String name =
        new String(bytes, PREFIX.length, bytes.length - PREFIX.length, StandardCharsets.US_ASCII);
    return switch (name) {
      case BEGIN -> Received.ReadBegins.INSTANCE;
      case END -> Received.ReadEnds.INSTANCE;
      default -> new Received.Closing(ErrorCode.of(name).orElseThrow());
    };
  }
}
