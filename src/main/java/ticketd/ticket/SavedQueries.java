package ticketd.ticket;

import java.util.Collection;
import java.util.Optional;

/** The queries that a desk keeps, as of some moment. */
public interface SavedQueries {
  Optional<SavedQuery> get(String name);

  /** In the order of their names. */
  Collection<SavedQuery> all();
}
