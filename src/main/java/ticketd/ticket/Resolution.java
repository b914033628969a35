package ticketd.ticket;

import java.util.Optional;

/** How a closed ticket ended. The ordinal is stored in the journal: append only, never reorder. */
public enum Resolution {
  FIXED("fixed"),
  WONT_FIX("wont-fix"),
  DUPLICATE("duplicate"),
  INVALID("invalid");

  private final String wireName;

  Resolution(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<Resolution> of(String wireName) {
    for (Resolution resolution : values()) {
      if (resolution.wireName.equals(wireName)) {
        return Optional.of(resolution);
      }
    }
    return Optional.empty();
  }
}
