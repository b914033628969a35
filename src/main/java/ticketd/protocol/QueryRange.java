package ticketd.protocol;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import ticketd.ticket.TicketQuery;

/** The ranges of a query: one value, or two ends of which either may be left out. */
final class QueryRange {
  /** Milliseconds, unlike {@link Instant#MIN}, can tell it. */
  private static final Instant EVER_BEFORE = Instant.ofEpochMilli(Long.MIN_VALUE);

  private static final Instant EVER_AFTER = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private QueryRange() {}

  /** Ticket numbers: {@code 7}, {@code 10..20}, {@code 10..}, {@code ..20}. */
  static TicketQuery.IdIn ids(String value) throws Refusal {
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

  /** From the one instant, up to but without the other. */
  record Days(Instant from, Instant until) {}

  /** Whole days of {@code zone}: {@code 2026-11-30}, {@code 2026-11-01..2026-11-30}, and halves. */
  static Days days(String name, String value, ZoneId zone) throws Refusal {
    Ends ends = Ends.of(value);
    if (ends.areBothEmpty()) {
      throw Refusal.badRequest(Text.DATE_MALFORMED, value);
    }
    Instant from = ends.from().isEmpty() ? EVER_BEFORE : startOf(day(ends.from(), value), zone);
    Instant until =
        ends.to().isEmpty() ? EVER_AFTER : startOf(day(ends.to(), value).plusDays(1), zone);
    if (!from.isBefore(until)) {
      throw Refusal.badRequest(Text.RANGE_REVERSED, name, value);
    }
    return new Days(from, until);
  }

  private static LocalDate day(String text, String whole) throws Refusal {
    try {
      // A sign or a fifth digit of the year would be accepted by the pattern alone.
      if (text.length() == "yyyy-MM-dd".length()) {
        return LocalDate.parse(text, DAY);
      }
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest(Text.DATE_MALFORMED, whole);
    }
    throw Refusal.badRequest(Text.DATE_MALFORMED, whole);
  }

  private static Instant startOf(LocalDate day, ZoneId zone) {
    return day.atStartOfDay(zone).toInstant();
  }

  /** The two ends of {@code a..b}, either of which may be left out, or of one value twice. */
  private record Ends(String from, String to) {
    static Ends of(String value) {
      int dots = value.indexOf("..");
      return dots < 0
          ? new Ends(value, value)
          : new Ends(value.substring(0, dots), value.substring(dots + 2));
    }

    boolean areBothEmpty() {
      return from.isEmpty() && to.isEmpty();
    }
  }
}
