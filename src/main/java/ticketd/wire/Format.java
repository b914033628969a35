package ticketd.wire;

import java.util.Optional;

/** What a connection's replies are written in. */
public enum Format {
  TEXT("text"),
  JSON("json");

  private final String wireName;

  Format(String wireName) {
    this.wireName = wireName;
  }

  /** The format of that name, in any case. */
  public static Optional<Format> of(String name) {
    for (Format format : values()) {
      if (format.wireName.equalsIgnoreCase(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return wireName;
  }
}
