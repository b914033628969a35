package ticketd.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.LinkType;
import ticketd.ticket.Status;

/** The links of the tickets that have some, from both sides. One thread writes, any number read. */
final class LinkIndex {
  /**
   * The links of a ticket, in order.
   *
   * @param seq of the last change that somebody made of them from elsewhere, 0 for none
   */
  private record Linked(List<Link> links, long seq) {
    static final Linked NOT = new Linked(List.of(), 0);
  }

  private final Map<Long, Linked> byTicket = new ConcurrentHashMap<>();

  List<Link> of(long id) {
    return linked(id).links();
  }

  /** The number of the last change of a ticket's links that was another ticket's, 0 for none. */
  long changedElsewhere(long id) {
    return linked(id).seq();
  }

  private Linked linked(long id) {
    return byTicket.isEmpty() ? Linked.NOT : byTicket.getOrDefault(id, Linked.NOT);
  }

  /** Takes in what the event numbered {@code seq} of ticket {@code id} did. */
  void apply(long id, LinkChange change, long seq) {
    byTicket.put(id, new Linked(changed(of(id), change), linked(id).seq()));
    for (Link link : change.removed()) {
      byTicket.put(link.id(), new Linked(without(of(link.id()), back(id, link)), seq));
    }
    for (Link link : change.added()) {
      byTicket.put(link.id(), new Linked(with(of(link.id()), back(id, link)), seq));
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
