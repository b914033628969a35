package ticketd.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EscalationTest {
  private static final long PERIOD = 100;

  private static long steps(long opened, long prioritised, long now) {
    long steps = Escalation.steps(opened, prioritised, now, PERIOD);
    long next = Escalation.nextAt(opened, prioritised, PERIOD);
    assertThat(steps > 0).as("due from then on").isEqualTo(now >= next);
    return steps;
  }

  @Test
  void shouldBeDueEachPeriodAfterTheOpening() {
    assertThat(steps(50, 50, 50)).isZero();
    assertThat(steps(50, 50, 149)).isZero();
    assertThat(steps(50, 50, 150)).isEqualTo(1);
    assertThat(steps(50, 50, 249)).isEqualTo(1);
    assertThat(steps(50, 50, 450)).isEqualTo(4);
    assertThat(steps(-250, -250, -1)).isEqualTo(2);
  }

  @Test
  void shouldBeDoneWithWhatWasDueWhenThePriorityWasSet() {
    assertThat(steps(0, 100, 199)).isZero();
    assertThat(steps(0, 199, 200)).isEqualTo(1);
    assertThat(steps(0, 350, 399)).isZero();
    assertThat(steps(0, 350, 400)).isEqualTo(1);
  }

  @Test
  void shouldBeDueOnceWhateverTheClockDoes() {
    assertThat(steps(0, 300, 120)).as("set back").isZero();
    assertThat(steps(200, 200, 100)).isZero();
    assertThat(steps(0, 300, 300)).isZero();
  }

  @Test
  void shouldRaiseByOneAndSayThatItWasTheDesk() {
    Identity ana = Identity.of("Ana").orElseThrow();
    Ticket ticket =
        TicketRules.file(
                new TicketCommand.File("a", "", Priority.LOW, List.of(), Optional.of(ana)),
                1,
                new Stamp(ana, Instant.EPOCH, 1))
            .after();
    Stamp stamp = new Stamp(Identity.DESK, Instant.EPOCH.plusMillis(PERIOD), 2);
    TicketEvent event = TicketRules.escalate(ticket, stamp);
    assertThat(event.kind()).isEqualTo(EventKind.ESCALATED);
    assertThat(event.after().priority()).isEqualTo(Priority.NORMAL);
    assertThat(event.after().extras().isEscalated()).isTrue();
    assertThat(event.after().version()).isEqualTo(2);
    assertThat(event.after().status()).isEqualTo(Status.OPEN);
  }
}
