package ticketd.ticket;

import java.util.Optional;

/** Ascending urgency. The ordinal is stored in the journal: append only, never reorder. */
public enum Priority {
  LOW("low"),
  NORMAL("normal"),
  HIGH("high"),
  URGENT("urgent");

  private final String wireName;

  Priority(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The next one up; there is none above {@link #URGENT}. */
  Priority above() {
    return values()[ordinal() + 1];
  }

  public static Optional<Priority> of(String wireName) {
    for (Priority priority : values()) {
      if (priority.wireName.equals(wireName)) {
        return Optional.of(priority);
      }
    }
    return Optional.empty();
  }
}
