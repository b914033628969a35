package ticketd.ticket;

import java.util.Locale;
import java.util.Optional;

/**
 * What a token is good for at most, whatever its role may do. The ordinal is stored in the journal:
 * append only, never reorder.
 */
public enum Cap {
  /** Changes nothing. */
  READ,
  FULL;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  public static Optional<Cap> of(String wireName) {
    for (Cap cap : values()) {
      if (cap.wireName.equals(wireName)) {
        return Optional.of(cap);
      }
    }
    return Optional.empty();
  }
}
