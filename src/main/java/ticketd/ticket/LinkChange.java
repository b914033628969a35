package ticketd.ticket;

import java.util.ArrayList;
import java.util.List;

/**
 * The links of a ticket before and after a change: those that were set from it, and of the others
 * those that the change removed. Both lists are in order.
 */
public record LinkChange(List<Link> before, List<Link> after) {
  public LinkChange {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  public List<Link> added() {
    return without(after, before);
  }

  public List<Link> removed() {
    return without(before, after);
  }

  private static List<Link> without(List<Link> some, List<Link> others) {
    List<Link> left = new ArrayList<>(some);
    left.removeAll(others);
    return left;
  }
}
