package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import ticketd.testing.Permitted;

/** Every kind of command and of query term has its rule: none is left out of a chain of cases. */
class CommandKindsTest {
  private static final TicketQuery.Reading NO_READING = (saved, into) -> Optional.empty();

  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final Stamp STAMP = new Stamp(ANA, Instant.EPOCH, 1);

  /** Of a ticket of which nobody said more than its title. */
  static final TicketQuery.Texts NO_TEXTS =
      new TicketQuery.Texts() {
        @Override
        public String description() {
          return "";
        }

        @Override
        public Iterable<String> comments() {
          return List.of();
        }
      };

  private static Ticket ticket() {
    return TicketRules.file(TicketCommand.File.of("a", "b"), 1, STAMP).after();
  }

  @Test
  void shouldHaveAFingerprintOfEachCommand() {
    Set<Fingerprint> found = new HashSet<>();
    for (KeyedCommand command : Permitted.of(KeyedCommand.class, Clock.systemUTC(), NO_READING)) {
      assertThat(found.add(Fingerprint.of(command))).describedAs("%s", command).isTrue();
    }
  }

  @Test
  void shouldDecideEachCommand() {
    for (TicketCommand.OnTicket command : Permitted.of(TicketCommand.OnTicket.class)) {
      assertThat(TicketRules.decide(command, ticket(), () -> "b", STAMP))
          .describedAs("%s", command)
          .isNotNull();
    }
  }

  @Test
  void shouldMatchByEachTerm() {
    for (TicketQuery.Term term :
        Permitted.of(
            TicketQuery.Term.class, Clock.systemUTC(), NO_READING, new TicketQuery.HasTag("x"))) {
      TicketQuery query = new TicketQuery(List.of(term));
      assertThat(Fingerprint.of(new TicketCommand.TakeNext(query)))
          .describedAs("%s", term)
          .isNotEqualTo(Fingerprint.of(new TicketCommand.TakeNext(TicketQuery.ALL)));
      // Whether it holds is TicketQueryTest's; that there is a rule for it, this one's.
      if (term instanceof TicketQuery.Saved) {
        assertThatThrownBy(() -> query.matches(ticket(), NO_TEXTS))
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        assertThat(query.matches(ticket(), NO_TEXTS)).isIn(true, false);
      }
    }
  }
}
