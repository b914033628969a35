package ticketd.client.link;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import ticketd.ticket.RequestKey;

/** Idempotency keys that nobody else makes: 128 bits, random or made from another key. */
public final class Keys {
  private static final int BYTES = 16;

  private Keys() {}

  public static RequestKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new RequestKey(HexFormat.of().formatHex(bytes));
  }

  /** The key of the {@code number}th change of a command whose first bears {@code key}. */
  static RequestKey derived(RequestKey key, int number) {
    String name = key.text() + " " + number;
    return new RequestKey(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.US_ASCII)).toString());
  }
}
