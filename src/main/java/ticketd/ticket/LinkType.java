package ticketd.ticket;

import java.util.Optional;

/**
 * What a ticket is to another one, in the order in which links are shown. The ordinal is stored in
 * the journal: append only, never reorder.
 */
public enum LinkType {
  BLOCKS("blocks"),
  BLOCKED_BY("blocked-by"),
  DUPLICATES("duplicates"),
  DUPLICATED_BY("duplicated-by"),
  RELATES("relates");

  private final String wireName;

  LinkType(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** One that may be asked for: a link is set from the ticket that blocks or duplicates another. */
  public static Optional<LinkType> settable(String wireName) {
    for (LinkType type : values()) {
      if (type.isSettable() && type.wireName.equals(wireName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  public boolean isSettable() {
    return this != BLOCKED_BY && this != DUPLICATED_BY;
  }

  /** What the other ticket is to this one. */
  public LinkType fromThere() {
    return switch (this) {
      case BLOCKS -> BLOCKED_BY;
      case BLOCKED_BY -> BLOCKS;
      case DUPLICATES -> DUPLICATED_BY;
      case DUPLICATED_BY -> DUPLICATES;
      case RELATES -> RELATES;
    };
  }
}
