package ticketd.ticket;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which links there may be, as pure functions. */
final class LinkRules {
  private LinkRules() {}

  /**
   * Why the ticket {@code from} may not have the link {@code added}, whose other end exists; empty
   * where it may.
   */
  static Optional<Rejection> refusal(long from, Link added, Links links) {
    if (added.id() == from) {
      return Optional.of(new Rejection.LinkedToItself(from));
    } else if (links.of(from).contains(added)) {
      return Optional.empty();
    }
    for (long end : new long[] {from, added.id()}) {
      if (links.of(end).size() >= Limits.MAX_LINKS) {
        return Optional.of(new Rejection.TooManyLinks(end));
      }
    }
    return added.type() != LinkType.RELATES && leads(added.id(), added.type(), from, links)
        ? Optional.of(new Rejection.LinkCircle(from, added))
        : Optional.empty();
  }

  /**
   * Whether links of that type lead from one ticket to another, over any number of others. It is
   * looked for from both ends in turns, so that it takes no longer than twice the shorter way of
   * both: mostly nothing leads on from the one, or to the other.
   */
  private static boolean leads(long from, LinkType type, long to, Links links) {
    Reached onward = new Reached(from, type, links);
    Reached back = new Reached(to, type.fromThere(), links);
    while (!onward.isEnded() && !back.isEnded()) {
      if (onward.stepsInto(back) || back.stepsInto(onward)) {
        return true;
      }
    }
    return false;
  }

  /** The tickets that links of a type lead to, found one after the other. */
  private static final class Reached {
    private final LinkType type;
    private final Links links;
    private final Set<Long> seen;
    private final Deque<Long> next;

    Reached(long from, LinkType type, Links links) {
      this.type = type;
      this.links = links;
      this.seen = new HashSet<>(List.of(from));
      this.next = new ArrayDeque<>(seen);
    }

    boolean isEnded() {
      return next.isEmpty();
    }

    /** Goes on by a ticket; whether that, or one behind it, is among those. */
    boolean stepsInto(Reached others) {
      if (next.isEmpty()) {
        return false;
      }
      long id = next.remove();
      if (others.seen.contains(id)) {
        return true;
      }
      for (Link link : links.of(id)) {
        if (link.type() == type && seen.add(link.id())) {
          next.add(link.id());
        }
      }
      return false;
    }
  }

  /** The change by which a ticket gets a link; empty where it has it. */
  static Optional<LinkChange> adding(long from, Link added, Links links) {
    List<Link> before = links.of(from);
    if (before.contains(added)) {
      return Optional.empty();
    }
    List<Link> own = new ArrayList<>(own(before));
    own.add(added);
    Collections.sort(own);
    return Optional.of(new LinkChange(own(before), own));
  }

  /** The change by which a ticket loses all links with another one; empty where it has none. */
  static Optional<LinkChange> removing(long from, long other, Links links) {
    List<Link> all = links.of(from);
    List<Link> before =
        all.stream().filter(link -> link.type().isSettable() || link.id() == other).toList();
    List<Link> after = before.stream().filter(link -> link.id() != other).toList();
    return before.equals(after) ? Optional.empty() : Optional.of(new LinkChange(before, after));
  }

  /** Those that are set from the ticket, or as well from it. */
  private static List<Link> own(List<Link> links) {
    return links.stream().filter(link -> link.type().isSettable()).toList();
  }
}
