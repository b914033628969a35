package ticketd.ticket;

import java.util.Comparator;

/**
 * What a ticket is to the ticket {@code id}. The natural order is that in which links are shown: by
 * type, then by id.
 */
public record Link(LinkType type, long id) implements Comparable<Link> {
  private static final Comparator<Link> ORDER =
      Comparator.comparing(Link::type).thenComparingLong(Link::id);

  @Override
  public int compareTo(Link other) {
    return ORDER.compare(this, other);
  }

  /** {@code blocks #3}. */
  @Override
  public String toString() {
    return type.wireName() + " #" + id;
  }
}
