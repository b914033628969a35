package ticketd.wire;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ticketd.ticket.DueTime;

/**
 * When a ticket is due: a day of the clock's zone (its last second), a time of it or of another
 * offset, or so long from now. A local time that the zone skipped moves on, of one that it had
 * twice it is the first.
 */
public final class Dues {
  private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);
  private static final Pattern FROM_NOW = Pattern.compile("\\+([1-9][0-9]{0,3})([mhdw])");
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern LOCAL =
      Pattern.compile(DAY + "T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?");

  /** The last hours of 9999, and the first of 0, may be in another year where the offset is. */
  private static final Pattern OFFSET =
      Pattern.compile("(\\+01(?=0000-)|-00(?=0001-))?" + LOCAL + "(Z|[+-][0-9]{2}:[0-9]{2})");

  private Dues() {}

  /** The time that {@code text} says; {@code -} is none. */
  public static Optional<DueTime> orNone(String text, Clock clock) throws Refusal {
    return text.equals("-") ? Optional.empty() : Optional.of(of(text, clock));
  }

  /** The time that {@code text} says. */
  static DueTime of(String text, Clock clock) throws Refusal {
    Matcher fromNow = FROM_NOW.matcher(text);
    if (fromNow.matches()) {
      long number = Long.parseLong(fromNow.group(1));
      return new DueTime(millis(later(number, fromNow.group(2), clock)), Optional.of(text));
    }
    try {
      return new DueTime(millis(absolute(text, clock)), Optional.empty());
    } catch (DateTimeParseException e) {
      throw malformed(text);
    }
  }

  /** A time with an offset, as JSON has times, in milliseconds: the value of {@code name}. */
  static Instant time(String name, String text) throws Refusal {
    try {
      if (OFFSET.matcher(text).matches()) {
        return millis(
            OffsetDateTime.parse(text, strict(DateTimeFormatter.ISO_OFFSET_DATE_TIME)).toInstant());
      }
    } catch (DateTimeParseException e) {
      throw Refusal.badRequest(Text.TIME_MALFORMED, name, text);
    }
    throw Refusal.badRequest(Text.TIME_MALFORMED, name, text);
  }

  /** Minutes and hours are exact, days and weeks go by the calendar. */
  private static Instant later(long number, String unit, Clock clock) {
    ZonedDateTime now = ZonedDateTime.now(clock);
    return switch (unit) {
      case "m" -> now.plusMinutes(number).toInstant();
      case "h" -> now.plusHours(number).toInstant();
      case "d" -> now.plusDays(number).toInstant();
      default -> now.plusWeeks(number).toInstant();
    };
  }

  private static Instant absolute(String text, Clock clock) throws Refusal {
    if (DAY.matcher(text).matches()) {
      return LocalDate.parse(text, strict(DateTimeFormatter.ISO_LOCAL_DATE))
          .atTime(LAST_SECOND)
          .atZone(clock.getZone())
          .toInstant();
    } else if (LOCAL.matcher(text).matches()) {
      return LocalDateTime.parse(text, strict(DateTimeFormatter.ISO_LOCAL_DATE_TIME))
          .atZone(clock.getZone())
          .toInstant();
    } else if (OFFSET.matcher(text).matches()) {
      return OffsetDateTime.parse(text, strict(DateTimeFormatter.ISO_OFFSET_DATE_TIME)).toInstant();
    }
    throw malformed(text);
  }

  private static DateTimeFormatter strict(DateTimeFormatter format) {
    return format.withResolverStyle(ResolverStyle.STRICT);
  }

  private static Instant millis(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS);
  }

  private static Refusal malformed(String text) {
    return Refusal.badRequest(Text.DUE_MALFORMED, text);
  }
}
