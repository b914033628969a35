package ticketd.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.Replica;
import ticketd.journal.text.AllOf;
import ticketd.journal.text.AnyOf;
import ticketd.journal.text.Levels;
import ticketd.journal.text.Narrowed;
import ticketd.journal.text.Postings;
import ticketd.journal.text.TextIndex;
import ticketd.journal.text.TextIndexer;
import ticketd.ticket.SearchWord;
import ticketd.ticket.TicketQuery;

/**
 * Says which tickets a query's words may be found in, by the text index and what is not in it yet.
 * Whoever asks looks at each of them, so that the journal has the last word. Any number of threads.
 */
final class Search implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);

  private final StoreIndex index;
  private final TextIndexer indexer;

  Search(Replica replica, StoreIndex index, Levels levels) {
    this.index = index;
    this.indexer = new TextIndexer(replica, levels, LOG::warn);
  }

  /** Begins to open what there is of the text index, and to make what is missing. */
  void start() {
    indexer.start();
  }

  /**
   * The tickets, by what this process knows now, that can match the query.
   *
   * @param down from high ids to low ones
   */
  Candidates candidates(TicketQuery query, boolean down) {
    return indexed(query)
        .map(found -> new Candidates(found, down, indexer::lookAgain))
        .orElseGet(() -> Candidates.all(down));
  }

  /** The same of {@code within} alone, and those are all there are where the index is damaged. */
  Candidates candidates(TicketQuery query, boolean down, Postings within) {
    Postings found =
        indexed(query).<Postings>map(text -> new Narrowed(within, text)).orElse(within);
    return new Candidates(found, within, down, indexer::lookAgain);
  }

  /** Empty where the text index leaves none out. */
  private Optional<Postings> indexed(TicketQuery query) {
    List<TicketQuery.Term> words = query.terms().stream().filter(Search::isFindable).toList();
    TextIndex text = indexer.index();
    if (words.isEmpty() || text.covered() == 0) {
      return Optional.empty();
    }
    // After the text index: what came between the two is in both.
    Optional<Postings> behind = UnindexedTail.behind(text, index.lateTexts());
    if (behind.isEmpty()) {
      return Optional.empty();
    }
    List<Postings> found = new ArrayList<>();
    for (TicketQuery.Term word : words) {
      found.add(find(text, word));
    }
    Postings indexed = found.size() == 1 ? found.get(0) : new AllOf(found);
    return Optional.of(new AnyOf(List.of(behind.get(), indexed)));
  }

  private static boolean isFindable(TicketQuery.Term term) {
    return word(term).map(SearchWord::folded).filter(TextIndex::finds).isPresent();
  }

  private static Optional<SearchWord> word(TicketQuery.Term term) {
    if (term instanceof TicketQuery.TitleHas has) {
      return Optional.of(has.word());
    }
    return term instanceof TicketQuery.TextHas has ? Optional.of(has.word()) : Optional.empty();
  }

  private static Postings find(TextIndex text, TicketQuery.Term term) {
    return text.find(word(term).orElseThrow().folded(), term instanceof TicketQuery.TextHas);
  }

  /** How many of the last events a search still reads itself. */
  long behind() {
    return Math.max(0, index.changes().lastSeq() - indexer.index().covered());
  }

  @Override
  public void close() {
    indexer.close();
  }
}
