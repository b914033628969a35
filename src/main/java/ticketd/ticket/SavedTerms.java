package ticketd.ticket;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Queries that name saved ones, into what those hold. */
public final class SavedTerms {
  private SavedTerms() {}

  /** What comes of a query. */
  public sealed interface Expansion {
    /** The query without a name in it. */
    record Expanded(TicketQuery query) implements Expansion {}

    record Refused(Rejection rejection) implements Expansion {}
  }

  /** Whether the query names a saved one. */
  public static boolean areIn(TicketQuery query) {
    for (TicketQuery.Term term : query.terms()) {
      if (saved(term).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static Optional<TicketQuery.Saved> saved(TicketQuery.Term term) {
    if (term instanceof TicketQuery.Not not) {
      return saved(not.term());
    }
    return term instanceof TicketQuery.Saved saved ? Optional.of(saved) : Optional.empty();
  }

  /** The query with what is saved by now in the place of each name. */
  public static Expansion expand(TicketQuery query, SavedQueries saved) {
    if (!areIn(query)) {
      return new Expansion.Expanded(query);
    }
    List<TicketQuery.Term> terms = new ArrayList<>();
    int words = 0;
    for (TicketQuery.Term term : query.terms()) {
      Optional<TicketQuery.Saved> named = saved(term);
      if (named.isEmpty()) {
        terms.add(term);
        words++;
        continue;
      }
      List<TicketQuery.Term> held = new ArrayList<>();
      Optional<Rejection> refused = read(named.get(), saved, held);
      if (refused.isPresent()) {
        return new Expansion.Refused(refused.get());
      }
      words += held.size();
      if (term instanceof TicketQuery.Not) {
        terms.add(
            new TicketQuery.Not(held.size() == 1 ? held.get(0) : new TicketQuery.AllOf(held)));
      } else {
        terms.addAll(held);
      }
    }
    return words > Limits.MAX_QUERY_WORDS
        ? new Expansion.Refused(new Rejection.QueryTooLong(words))
        : new Expansion.Expanded(new TicketQuery(terms));
  }

  private static Optional<Rejection> read(
      TicketQuery.Saved named, SavedQueries saved, List<TicketQuery.Term> into) {
    Optional<SavedQuery> found = saved.get(named.name());
    return found.isEmpty()
        ? Optional.of(new Rejection.UnknownSaved(named.name()))
        : named.reading().read(found.get(), into);
  }
}
