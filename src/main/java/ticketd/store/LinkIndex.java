package ticketd.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.LinkType;
import ticketd.ticket.Status;

/** The links of the tickets that have some, from both sides. One thread writes, any number read. */
final class LinkIndex {
  /**
   * The links of a ticket, in order.
   *
   * @param elsewhere the last change of them from each other ticket that made one, newest first
   */
  private record Linked(List<Link> links, List<Change> elsewhere) {
    static final Linked NOT = new Linked(List.of(), List.of());

    /** The same links, or fewer or more of them, after a change from another ticket. */
    Linked changed(List<Link> after, Change change) {
      List<Change> changes = new ArrayList<>(elsewhere.size() + 1);
      changes.add(change);
      for (Change before : elsewhere) {
        if (before.id() != change.id()) {
          changes.add(before);
        }
      }
      return new Linked(after, List.copyOf(changes));
    }
  }

  /** The event numbered {@code seq} of ticket {@code id}. */
  private record Change(long id, long seq) {}

  private final Map<Long, Linked> byTicket = new ConcurrentHashMap<>();

  List<Link> of(long id) {
    return linked(id).links();
  }

  /**
   * The number of the last change of a ticket's links that was another ticket's, of those that
   * {@code isSeen} takes; 0 for none.
   */
  long changedElsewhere(long id, LongPredicate isSeen) {
    for (Change change : linked(id).elsewhere()) {
      if (isSeen.test(change.id())) {
        return change.seq();
      }
    }
    return 0;
  }

  private Linked linked(long id) {
    return byTicket.isEmpty() ? Linked.NOT : byTicket.getOrDefault(id, Linked.NOT);
  }

  /** Takes in what the event numbered {@code seq} of ticket {@code id} did. */
  void apply(long id, LinkChange change, long seq) {
    Change made = new Change(id, seq);
    byTicket.put(id, new Linked(changed(of(id), change), linked(id).elsewhere()));
    for (Link link : change.removed()) {
      Linked other = linked(link.id());
      byTicket.put(link.id(), other.changed(without(other.links(), back(id, link)), made));
    }
    for (Link link : change.added()) {
      Linked other = linked(link.id());
      byTicket.put(link.id(), other.changed(with(other.links(), back(id, link)), made));
    }
  }

  /** The link from the other end. */
  static Link back(long id, Link link) {
    return new Link(link.type().fromThere(), id);
  }

  /** What a change makes of all links of its ticket. */
  static List<Link> changed(List<Link> links, LinkChange change) {
    List<Link> changed = new ArrayList<>(links);
    changed.removeAll(change.removed());
    changed.addAll(change.added());
    Collections.sort(changed);
    return List.copyOf(changed);
  }

  static List<Link> with(List<Link> links, Link added) {
    return changed(links, new LinkChange(List.of(), List.of(added)));
  }

  static List<Link> without(List<Link> links, Link removed) {
    return changed(links, new LinkChange(List.of(removed), List.of()));
  }

  /** Whether a ticket that is not closed blocks the one with these links. */
  static boolean isBlocked(List<Link> links, TicketIndex tickets) {
    for (Link link : links) {
      if (link.type() == LinkType.BLOCKED_BY && tickets.status(link.id()) != Status.CLOSED) {
        return true;
      }
    }
    return false;
  }
}
