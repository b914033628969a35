package ticketd.protocol;

import java.nio.charset.StandardCharsets;

/** Constants of the wire, encoded once. */
final class Utf8 {
  private Utf8() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
