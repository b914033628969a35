package ticketd.ticket;

import java.util.Optional;

/** Where a ticket stands. The ordinal is stored in the journal: append only, never reorder. */
public enum Status {
  OPEN("open"),
  IN_PROGRESS("in-progress"),
  WAITING("waiting"),
  CLOSED("closed");

  private final String wireName;

  Status(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire, in both languages. */
  public String wireName() {
    return wireName;
  }

  public static Optional<Status> of(String wireName) {
    for (Status status : values()) {
      if (status.wireName.equals(wireName)) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
