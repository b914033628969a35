package ticketd.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import ticketd.ticket.Link;
import ticketd.ticket.LinkChange;
import ticketd.ticket.Links;

/** The links as a batch leaves them that is being decided. One thread. */
final class DraftedLinks implements Links {
  private final LinkIndex stored;
  private final LongSupplier lastId;
  private final Map<Long, List<Link>> drafted = new HashMap<>();

  DraftedLinks(LinkIndex stored, LongSupplier lastId) {
    this.stored = stored;
    this.lastId = lastId;
  }

  @Override
  public boolean exists(long id) {
    return id >= 1 && id <= lastId.getAsLong();
  }

  @Override
  public List<Link> of(long id) {
    List<Link> links = drafted.get(id);
    return links == null ? stored.of(id) : links;
  }

  void apply(long id, LinkChange change) {
    drafted.put(id, LinkIndex.changed(of(id), change));
    for (Link link : change.removed()) {
      drafted.put(link.id(), LinkIndex.without(of(link.id()), LinkIndex.back(id, link)));
    }
    for (Link link : change.added()) {
      drafted.put(link.id(), LinkIndex.with(of(link.id()), LinkIndex.back(id, link)));
    }
  }
}
