package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the queries that a desk keeps, and of those that name them. */
class QueryRulesTest {
  private static final TicketQuery.Term WIP = new TicketQuery.HasTag("wip");
  private static final TicketQuery.Term HOT = new TicketQuery.HasTag("hot");

  /** A tag each word. */
  private static final TicketQuery.Reading TAGS =
      (saved, into) -> {
        for (String word : saved.query().split(" ", -1)) {
          into.add(new TicketQuery.HasTag(word));
        }
        return Optional.empty();
      };

  /** Queries by their names; the first one was set by event 1. */
  private record Kept(Map<String, SavedQuery> queries) implements SavedQueries {
    static Kept of(String... namesAndQueries) {
      Map<String, SavedQuery> queries = new TreeMap<>();
      for (int i = 0; i < namesAndQueries.length; i += 2) {
        String name = namesAndQueries[i];
        queries.put(name, new SavedQuery(name, namesAndQueries[i + 1], i / 2 + 1L));
      }
      return new Kept(queries);
    }

    @Override
    public Optional<SavedQuery> get(String name) {
      return Optional.ofNullable(queries.get(name));
    }

    @Override
    public Collection<SavedQuery> all() {
      return queries.values();
    }
  }

  private static TicketQuery.Term saved(String name) {
    return new TicketQuery.Saved(name, TAGS);
  }

  private static SavedTerms.Expansion expand(SavedQueries kept, TicketQuery.Term... terms) {
    return SavedTerms.expand(new TicketQuery(List.of(terms)), kept);
  }

  private static SavedTerms.Expansion expanded(TicketQuery.Term... terms) {
    return new SavedTerms.Expansion.Expanded(new TicketQuery(List.of(terms)));
  }

  private static SavedTerms.Expansion refused(Rejection rejection) {
    return new SavedTerms.Expansion.Refused(rejection);
  }

  @Test
  void shouldKeepAQueryInPlaceOfWhatHadItsName() {
    Kept kept = Kept.of("a", "wip");
    assertThat(QueryRules.decide(new QueryCommand.Save("b", "wip"), kept))
        .isEqualTo(new QueryRules.Decision.Accepted(new QueryEvent.Saved("b", "wip")));
    assertThat(QueryRules.decide(new QueryCommand.Save("a", "hot"), kept))
        .isEqualTo(new QueryRules.Decision.Accepted(new QueryEvent.Saved("a", "hot")));
    assertThat(QueryRules.decide(new QueryCommand.Save("a", "wip"), kept))
        .isEqualTo(new QueryRules.Decision.AsItStands(new SavedQuery("a", "wip", 1)));
  }

  @Test
  void shouldRemoveWhatIsKeptAndNothingElse() {
    assertThat(QueryRules.decide(new QueryCommand.Unsave("a"), Kept.of("a", "wip")))
        .isEqualTo(new QueryRules.Decision.Accepted(new QueryEvent.Unsaved("a")));
    assertThat(QueryRules.decide(new QueryCommand.Unsave("b"), Kept.of("a", "wip")))
        .isEqualTo(new QueryRules.Decision.Refused(new Rejection.NoSuchQuery("b")));
  }

  @Test
  void shouldKeepAThousandAtMost() {
    Kept kept =
        Kept.of(
            IntStream.range(0, 1_000)
                .boxed()
                .flatMap(i -> List.of("q" + i, "wip").stream())
                .toArray(String[]::new));
    assertThat(QueryRules.decide(new QueryCommand.Save("b", "wip"), kept))
        .isEqualTo(new QueryRules.Decision.Refused(new Rejection.TooManyQueries(1_000)));
    assertThat(QueryRules.decide(new QueryCommand.Save("q7", "hot"), kept))
        .isInstanceOf(QueryRules.Decision.Accepted.class);
  }

  @Test
  void shouldPutWhatIsSavedInThePlaceOfItsName() {
    Kept kept = Kept.of("one", "hot", "two", "hot wip");
    assertThat(expand(kept, WIP)).isEqualTo(expanded(WIP));
    assertThat(expand(kept, WIP, saved("two"))).isEqualTo(expanded(WIP, HOT, WIP));
    assertThat(expand(kept, new TicketQuery.Not(saved("one"))))
        .isEqualTo(expanded(new TicketQuery.Not(HOT)));
    assertThat(expand(kept, new TicketQuery.Not(saved("two"))))
        .isEqualTo(expanded(new TicketQuery.Not(new TicketQuery.AllOf(List.of(HOT, WIP)))));
    assertThat(expand(kept, saved("none"))).isEqualTo(refused(new Rejection.UnknownSaved("none")));
  }

  @Test
  void shouldMatchTheComplementOfAWholeQuery() {
    Kept kept = Kept.of("two", "hot wip");
    SavedTerms.Expansion.Expanded not =
        (SavedTerms.Expansion.Expanded) expand(kept, new TicketQuery.Not(saved("two")));
    for (List<String> tags : List.of(List.<String>of(), List.of("hot"), List.of("hot", "wip"))) {
      TicketCommand.File file =
          new TicketCommand.File("t", "", Priority.NORMAL, tags, Optional.empty());
      Stamp stamp = new Stamp(Identity.of("Ana").orElseThrow(), Instant.EPOCH, 1);
      assertThat(
              not.query()
                  .matches(TicketRules.file(file, 1, stamp).after(), CommandKindsTest.NO_TEXTS))
          .as("%s", tags)
          .isEqualTo(tags.size() < 2);
    }
  }

  @Test
  void shouldBoundAQueryWithWhatItNames() {
    String words = Collections.nCopies(63, "wip").stream().collect(Collectors.joining(" "));
    Kept kept = Kept.of("long", words);
    assertThat(expand(kept, HOT, saved("long"))).isInstanceOf(SavedTerms.Expansion.Expanded.class);
    assertThat(expand(kept, HOT, new TicketQuery.Not(saved("long")), HOT))
        .isEqualTo(refused(new Rejection.QueryTooLong(65)));
  }
}
