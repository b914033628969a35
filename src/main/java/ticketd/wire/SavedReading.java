package ticketd.wire;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.ticket.Rejection;
import ticketd.ticket.SavedQuery;
import ticketd.ticket.TicketQuery;

/** Reads what is saved as if whoever names it had said it at that moment. */
record SavedReading(Clock clock, Optional<Identity> who) implements TicketQuery.Reading {
  @Override
  public Optional<Rejection> read(SavedQuery saved, List<TicketQuery.Term> into) {
    Requester requester = new Requester(who);
    try {
      TicketQuery query = QueryParser.saved(saved.query(), clock, requester);
      requester.checkIdentified();
      into.addAll(query.terms());
      return Optional.empty();
    } catch (Refusal refusal) {
      return Optional.of(
          refusal.code() == ErrorCode.NOT_IDENTIFIED
              ? new Rejection.SavedForSomebody(saved.name())
              : new Rejection.SavedNotUnderstood(saved.name()));
    }
  }
}
