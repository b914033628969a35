package ticketd.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import ticketd.ticket.Limits;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.LinkType;
import ticketd.ticket.Status;

/** The links of the tickets that have some, from both sides. One thread writes, any number read. */
final class LinkIndex {
  /** As many others may be linked at once; more are there only as they come and go. */
  private static final int MOST_ELSEWHERE = 2 * Limits.MAX_LINKS;

  /**
   * The links of a ticket, in order.
   *
   * @param elsewhere the last change of them from each other ticket that made one, newest first, no
   *     more than {@link #MOST_ELSEWHERE}
   * @param before the number of the last change that is not kept any more; 0 for none
   */
  private record Linked(List<Link> links, List<Change> elsewhere, long before) {
    static final Linked NOT = new Linked(List.of(), List.of(), 0);

    /** Other links, after a change from the ticket itself. */
    Linked changed(List<Link> after) {
      return new Linked(after, elsewhere, before);
    }

    /** The same links, or fewer or more of them, after a change from another ticket. */
    Linked changed(List<Link> after, Change change) {
      List<Change> changes = new ArrayList<>(elsewhere.size() + 1);
      changes.add(change);
      long forgotten = before;
      for (Change earlier : elsewhere) {
        if (earlier.id() != change.id() && changes.size() < MOST_ELSEWHERE) {
          changes.add(earlier);
        } else if (earlier.id() != change.id()) {
          forgotten = Math.max(forgotten, earlier.seq());
        }
      }
      return new Linked(after, List.copyOf(changes), forgotten);
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
   * {@code isSeen} takes; 0 for none. Where there were very many of others since it may be that of
   * one which is not seen: it never goes back.
   */
  long changedElsewhere(long id, LongPredicate isSeen) {
    Linked linked = linked(id);
    for (Change change : linked.elsewhere()) {
      if (isSeen.test(change.id())) {
        return change.seq();
      }
    }
    return linked.before();
  }

  private Linked linked(long id) {
    return byTicket.isEmpty() ? Linked.NOT : byTicket.getOrDefault(id, Linked.NOT);
  }

  /** Takes in what the event numbered {@code seq} of ticket {@code id} did. */
  void apply(long id, LinkChange change, long seq) {
    Change made = new Change(id, seq);
    byTicket.put(id, linked(id).changed(changed(of(id), change)));
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
