package ticketd.session;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import ticketd.protocol.ErrorCode;

/**
 * A line that the server itself puts among a peer's lines and that goes through framing like any
 * other: around the lines of one read, or where the connection ends, and then it tells the session
 * why to close. No peer can forge one: it begins with NUL, which no accepted line holds, and with a
 * random number that this process alone knows.
 */
final class Marker {
  private static final byte[] PREFIX = prefix();
  private static final byte[] BEGIN_LINE = line("[");
  private static final byte[] END_LINE = line("]");

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

  /** Whether a line, without its LF, is the first of those by {@link #around}. */
  static boolean isBegin(ByteString line) {
    return is(line, BEGIN_LINE);
  }

  /** Whether a line, without its LF, is the last of those by {@link #around}. */
  static boolean isEnd(ByteString line) {
    return is(line, END_LINE);
  }

  private static boolean is(ByteString line, byte[] marker) {
    int length = marker.length - 1;
    return line.size() == length
        && Arrays.equals(line.toArrayUnsafe(), 0, length, marker, 0, length);
  }

  private static boolean isMarker(byte[] line) {
    return line.length >= PREFIX.length
        && line[0] == 0
        && Arrays.equals(line, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
  }

  /** The code of a {@link #closing} marker; empty for a peer's line. */
  static Optional<ErrorCode> closingCode(byte[] line) {
    if (!isMarker(line)) {
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
