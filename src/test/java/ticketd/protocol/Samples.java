package ticketd.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Decision;
import ticketd.ticket.Identity;
import ticketd.ticket.Priority;
import ticketd.ticket.Recorded;
import ticketd.ticket.Resolution;
import ticketd.ticket.Stamp;
import ticketd.ticket.Status;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketRules;

/** Tickets and changes that several tests show. */
final class Samples {
  static final Identity JULES = Identity.of("Jules").orElseThrow();
  static final Identity ANA = Identity.of("ana").orElseThrow();
  static final Instant FILED_AT = Instant.parse("2026-11-23T10:15:30.123Z");
  static final Instant CHANGED_AT = Instant.parse("2026-11-24T08:00:00Z");

  /** As filed: nothing differs from a new ticket. */
  static final Ticket NEW =
      new Ticket(
          1,
          "Bug interface",
          JULES,
          Status.OPEN,
          Optional.empty(),
          Priority.NORMAL,
          Optional.empty(),
          List.of(),
          FILED_AT,
          FILED_AT,
          1,
          17,
          0);

  static final Ticket IN_PROGRESS =
      new Ticket(
          7,
          "Disque plein",
          JULES,
          Status.IN_PROGRESS,
          Optional.empty(),
          Priority.HIGH,
          Optional.of(ANA),
          List.of("infra", "disk"),
          FILED_AT,
          CHANGED_AT,
          4,
          21,
          2);

  static final Ticket CLOSED =
      new Ticket(
          8,
          "Écran \"noir\" 😀",
          ANA,
          Status.CLOSED,
          Optional.of(Resolution.WONT_FIX),
          Priority.LOW,
          Optional.empty(),
          List.of(),
          FILED_AT,
          CHANGED_AT,
          2,
          22,
          1);

  private Samples() {}

  static Recorded filed(Ticket ticket, String description) {
    return new Recorded(
        new Stamp(ticket.author(), ticket.createdAt(), ticket.seq()),
        new TicketEvent.Filed(ticket, description));
  }

  /** The change that {@code command} makes to {@code ticket}; its number is 30, its author ana. */
  static Recorded change(TicketCommand.OnTicket command, Ticket ticket) {
    Stamp stamp = new Stamp(ANA, CHANGED_AT, 30);
    Decision decision = TicketRules.decide(command, ticket, () -> "before", stamp);
    return new Recorded(stamp, ((Decision.Accepted) decision).event());
  }
}
