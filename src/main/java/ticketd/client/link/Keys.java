package ticketd.client.link;

import java.security.SecureRandom;
import java.util.HexFormat;
import ticketd.ticket.RequestKey;

/** Idempotency keys that nobody else makes: 128 random bits. */
public final class Keys {
  private static final int BYTES = 16;

  private Keys() {}

  public static RequestKey random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new RequestKey(HexFormat.of().formatHex(bytes));
  }
}
