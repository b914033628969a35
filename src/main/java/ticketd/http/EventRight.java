package ticketd.http;

import java.time.Clock;
import java.util.Optional;
import ticketd.desk.Desk;
import ticketd.ticket.Principal;
import ticketd.ticket.Standing;

/** Whether somebody may be shown what is shown to him. Thread-safe. */
final class EventRight {
  private final Desk desk;
  private final Optional<Principal.Known> who;
  private final Clock clock;

  /** Of {@code who}; in an open desk, which never closes while it is served, it holds for good. */
  EventRight(Desk desk, Optional<Principal> who, Clock clock) {
    this.desk = desk;
    this.who = who.filter(Principal.Known.class::isInstance).map(Principal.Known.class::cast);
    this.clock = clock;
  }

  /**
   * Whether it holds now. Whoever was handed a change, and then asks, is told of everything before
   * that change.
   */
  boolean holds() {
    return who.isEmpty()
        ? !desk.accounts().isClosed()
        : Standing.now(desk.accounts(), who.get(), clock.instant()).isPresent();
  }

  boolean mayExpire() {
    return who.flatMap(Principal.Known::expiresAt).isPresent();
  }
}
