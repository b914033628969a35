package ticketd.wire;

import java.nio.charset.StandardCharsets;

/** Constants of the wire, encoded once. */
public final class Utf8 {
  private Utf8() {}

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
