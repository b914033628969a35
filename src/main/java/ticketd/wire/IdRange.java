package ticketd.wire;

import ticketd.ticket.TicketQuery;

/** Ticket numbers in a query: {@code 7}, {@code 10..20}, {@code 10..}, {@code ..20}. */
final class IdRange {
  private IdRange() {}

  static TicketQuery.IdIn of(String value) throws Refusal {
    Ends ends = Ends.of(value);
    long from = ends.from().isEmpty() ? 1 : Numbers.clamped(ends.from());
    long to = ends.to().isEmpty() ? Long.MAX_VALUE : Numbers.clamped(ends.to());
    if (ends.areBothEmpty() || from < 1 || to < 1) {
      throw Refusal.badRequest(Text.ID_RANGE_MALFORMED, value);
    }
    if (from > to) {
      throw Refusal.badRequest(Text.RANGE_REVERSED, "id", value);
    }
    return new TicketQuery.IdIn(from, to);
  }
}
