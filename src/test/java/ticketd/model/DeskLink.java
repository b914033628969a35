package ticketd.model;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A link of the model, as the ticket {@code from} sees it. */
record DeskLink(long from, String type, long to) implements Comparable<DeskLink> {
  private static final List<String> TYPES =
      List.of("blocks", "blocked-by", "duplicates", "duplicated-by", "relates");

  @Override
  public int compareTo(DeskLink other) {
    return Comparator.comparing((DeskLink link) -> TYPES.indexOf(link.type()))
        .thenComparing(DeskLink::to)
        .compare(this, other);
  }

  boolean isSet() {
    return !type.endsWith("-by");
  }

  private DeskLink turned() {
    String there =
        switch (type) {
          case "blocks" -> "blocked-by";
          case "blocked-by" -> "blocks";
          case "duplicates" -> "duplicated-by";
          case "duplicated-by" -> "duplicates";
          default -> type;
        };
    return new DeskLink(to, there, from);
  }

  /** In the one form of all that say the same. */
  DeskLink asSet() {
    boolean turns = type.equals("relates") ? from > to : !isSet();
    return turns ? turned() : this;
  }

  /** The link as {@code id} sees it, if it is one of its own. */
  Optional<DeskLink> seenFrom(long id) {
    return from == id ? Optional.of(this) : to == id ? Optional.of(turned()) : Optional.empty();
  }

  Map<String, Object> asJson() {
    return Map.of("type", type, "id", to);
  }
}
