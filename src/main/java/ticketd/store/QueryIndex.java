package ticketd.store;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.SavedQueries;
import ticketd.ticket.SavedQuery;

/** The queries that the desk keeps, as the index has them. One thread writes, any number read. */
final class QueryIndex implements SavedQueries {
  private final ConcurrentSkipListMap<String, SavedQuery> queries = new ConcurrentSkipListMap<>();

  /** Takes in the event with number {@code seq}. */
  void apply(QueryEvent event, long seq) {
    if (event instanceof QueryEvent.Saved saved) {
      queries.put(saved.name(), new SavedQuery(saved.name(), saved.query(), seq));
    } else if (event instanceof QueryEvent.Unsaved unsaved) {
      queries.remove(unsaved.name());
    }
  }

  @Override
  public Optional<SavedQuery> get(String name) {
    return Optional.ofNullable(queries.get(name));
  }

  @Override
  public Collection<SavedQuery> all() {
    return Collections.unmodifiableCollection(queries.values());
  }
}
