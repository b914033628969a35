package ticketd.ticket;

import java.util.Locale;
import java.util.Optional;

/**
 * What somebody with an account may do; those further down may all that those above them may. The
 * ordinal is stored in the journal: append only, never reorder.
 */
public enum Role {
  /** Sees the tickets of his own, and no others. */
  REQUESTER,
  AGENT,
  ADMIN;

  private final String wireName = name().toLowerCase(Locale.ROOT);

  public String wireName() {
    return wireName;
  }

  public static Optional<Role> of(String wireName) {
    for (Role role : values()) {
      if (role.wireName.equals(wireName)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }

  /** The one of the two that may less. */
  public Role lower(Role other) {
    return isAtLeast(other) ? other : this;
  }
}
