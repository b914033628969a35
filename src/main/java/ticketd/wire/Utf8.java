package ticketd.wire;

import java.nio.charset.StandardCharsets;

/** Text and its bytes on the wire. */
public final class Utf8 {
  private Utf8() {}

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
