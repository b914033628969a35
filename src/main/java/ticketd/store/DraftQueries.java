package ticketd.store;

import java.util.Collection;
import java.util.Optional;
import ticketd.ticket.QueryEvent;
import ticketd.ticket.SavedQueries;
import ticketd.ticket.SavedQuery;

/** The queries as a batch that is being decided leaves them. Used by the store actor alone. */
final class DraftQueries implements SavedQueries {
  private final SavedQueries stored;

  /** A copy, made with the batch's first change of a query. */
  private Optional<QueryIndex> draft = Optional.empty();

  DraftQueries(SavedQueries stored) {
    this.stored = stored;
  }

  void apply(QueryEvent event, long seq) {
    if (draft.isEmpty()) {
      QueryIndex copy = new QueryIndex();
      for (SavedQuery query : stored.all()) {
        copy.apply(new QueryEvent.Saved(query.name(), query.query()), query.seq());
      }
      draft = Optional.of(copy);
    }
    draft.get().apply(event, seq);
  }

  private SavedQueries current() {
    return draft.<SavedQueries>map(it -> it).orElse(stored);
  }

  @Override
  public Optional<SavedQuery> get(String name) {
    return current().get(name);
  }

  @Override
  public Collection<SavedQuery> all() {
    return current().all();
  }
}
