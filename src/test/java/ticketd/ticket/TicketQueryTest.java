package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TicketQueryTest {
  private static final Identity JULES = Identity.of("Jules").orElseThrow();
  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final Ticket TICKET =
      TicketRules.file(
              new TicketCommand.File(
                  "Disque PLEIN à l'été",
                  "le serveur",
                  Priority.HIGH,
                  List.of("infra"),
                  Optional.of(JULES)),
              12,
              new Stamp(JULES, AT, 1))
          .after();

  private static boolean matches(TicketQuery.Term... terms) {
    return new TicketQuery(List.of(terms))
        .matches(
            TICKET,
            new TicketQuery.Texts() {
              @Override
              public String description() {
                return "le Serveur répond";
              }

              @Override
              public Iterable<String> comments() {
                return List.of("déjà vu");
              }
            });
  }

  private static SearchWord word(String text) {
    return SearchWord.of(text).orElseThrow();
  }

  private static TimeRange time(Instant from, Instant until) {
    return new TimeRange(from, until, Optional.empty());
  }

  @Test
  void shouldMatchNothingInATimeWithoutLength() {
    assertThat(matches(new TicketQuery.CreatedIn(time(AT, AT)))).isFalse();
  }

  @Test
  void shouldTakeTheComplementOfATerm() {
    TicketQuery.Term infra = new TicketQuery.HasTag("infra");
    TicketQuery.Term web = new TicketQuery.HasTag("web");
    assertThat(matches(new TicketQuery.Not(infra))).isFalse();
    assertThat(matches(new TicketQuery.Not(web))).isTrue();
    assertThat(matches(infra, new TicketQuery.Not(new TicketQuery.TextHas(word("vu"))))).isFalse();
    assertThat(matches(infra, new TicketQuery.Not(new TicketQuery.TitleHas(word("vu"))))).isTrue();
  }

  @Test
  void shouldFindTextsWithoutRegardToCaseAndAccents() {
    assertThat(matches(new TicketQuery.TitleHas(word("ÉTÉ")))).isTrue();
    assertThat(matches(new TicketQuery.TitleHas(word("plein a")))).isTrue();
    assertThat(matches(new TicketQuery.TitleHas(word("serveur")))).isFalse();
    assertThat(matches(new TicketQuery.TextHas(word("SERVEUR repond")))).isTrue();
    assertThat(matches(new TicketQuery.TextHas(word("deja VU")))).isTrue();
    assertThat(matches(new TicketQuery.TextHas(word("absent")))).isFalse();
  }

  @Test
  void shouldRequireEveryTerm() {
    TicketQuery.Term open = new TicketQuery.StatusIn(Set.of(Status.OPEN));
    TicketQuery.Term low = new TicketQuery.PriorityIn(Set.of(Priority.LOW));
    assertThat(matches(open)).isTrue();
    assertThat(matches(open, low)).isFalse();
  }

  @Test
  void shouldCompareFields() {
    assertThat(matches(new TicketQuery.AuthorIs(Identity.of("JULES").orElseThrow()))).isTrue();
    assertThat(matches(new TicketQuery.AssigneeIs(Optional.empty()))).isFalse();
    assertThat(matches(new TicketQuery.AssigneeIs(Optional.of(JULES)))).isTrue();
    assertThat(matches(new TicketQuery.HasTag("infra"), new TicketQuery.HasTag("web"))).isFalse();
    assertThat(matches(new TicketQuery.IdIn(12, 12))).isTrue();
    assertThat(matches(new TicketQuery.IdIn(13, Long.MAX_VALUE))).isFalse();
    assertThat(matches(new TicketQuery.CreatedIn(time(AT, AT.plusSeconds(1))))).isTrue();
    assertThat(matches(new TicketQuery.CreatedIn(time(AT.minusSeconds(1), AT)))).isFalse();
    assertThat(matches(new TicketQuery.UpdatedIn(time(AT, AT.plusSeconds(1))))).isTrue();
  }
}
