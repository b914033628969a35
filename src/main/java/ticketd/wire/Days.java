package ticketd.wire;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ticketd.ticket.TimeRange;

/**
 * The times of a query, in days of the clock's zone: a day ({@code 2026-11-30}, {@code today},
 * {@code yesterday}, {@code tomorrow}), an age ({@code 7d}, {@code 2w}, {@code 3mo}: so long ago
 * until now), two of these as ends of a range of which either may be left out, or a day behind
 * {@code >}, {@code >=}, {@code <}, {@code <=}. Of what is due also a day so far from now ({@code
 * +7d}), alone until then.
 */
final class Days {
  /** Milliseconds, unlike {@link Instant#MIN}, can tell it. */
  private static final Instant EVER_BEFORE = Instant.ofEpochMilli(Long.MIN_VALUE);

  private static final Instant EVER_AFTER = Instant.ofEpochMilli(Long.MAX_VALUE);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
  private static final Pattern COMPARISON = Pattern.compile("([<>]=?)(.*)");
  private static final Pattern FROM_NOW = Pattern.compile("\\+([1-9][0-9]{0,3})(d|w|mo)");
  private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,3})(d|w|mo)");

  private final String name;
  private final String value;
  private final ZonedDateTime now;
  private boolean relative;

  private Days(String name, String value, Clock clock) {
    this.name = name;
    this.value = value;
    this.now = ZonedDateTime.now(clock);
  }

  /** The time that the value of the qualifier {@code name} says. */
  static TimeRange of(String name, String value, Clock clock) throws Refusal {
    Days days = new Days(name, value, clock);
    Matcher comparison = COMPARISON.matcher(value);
    return comparison.matches()
        ? days.compared(comparison.group(1), comparison.group(2))
        : days.range(Ends.of(value));
  }

  private TimeRange compared(String operator, String than) throws Refusal {
    LocalDate day = day(than).orElseThrow(this::malformed);
    boolean behindIt = operator.equals(">") || operator.equals("<=");
    Instant bound = startOf(behindIt ? day.plusDays(1) : day);
    return operator.startsWith(">") ? time(bound, EVER_AFTER) : time(EVER_BEFORE, bound);
  }

  private TimeRange range(Ends ends) throws Refusal {
    if (ends.areBothEmpty()) {
      throw malformed();
    }
    Optional<LocalDate> first = day(ends.from());
    Optional<LocalDate> last = day(ends.to());
    boolean isUntilThen = ends.areOneValue() && first.isPresent() && ends.from().startsWith("+");
    Instant from = ends.from().isEmpty() || isUntilThen ? EVER_BEFORE : from(first, ends.from());
    Instant until = ends.to().isEmpty() ? EVER_AFTER : until(last, ends);
    // By the days themselves: one that the zone skipped begins where it ends, and holds nothing.
    boolean areDays = first.isPresent() && last.isPresent();
    boolean reversed = areDays ? first.get().isAfter(last.get()) : from.isAfter(until);
    if (reversed) {
      throw Refusal.badRequest(Text.RANGE_REVERSED, name, value);
    }
    return time(from, until);
  }

  private Instant from(Optional<LocalDate> day, String text) throws Refusal {
    return day.isPresent() ? startOf(day.get()) : ago(text);
  }

  private Instant until(Optional<LocalDate> day, Ends ends) throws Refusal {
    if (day.isPresent()) {
      return startOf(day.get().plusDays(1));
    }
    // An age alone goes on: what a watch sees from now on is no older. What is due may be.
    return !ends.areOneValue() ? ago(ends.to()) : isOfDue() ? now().toInstant() : EVER_AFTER;
  }

  private TimeRange time(Instant from, Instant until) {
    return new TimeRange(from, until, relative ? Optional.of(value) : Optional.empty());
  }

  private Optional<LocalDate> day(String text) throws Refusal {
    return switch (text) {
      case "today" -> Optional.of(now().toLocalDate());
      case "yesterday" -> Optional.of(now().toLocalDate().minusDays(1));
      case "tomorrow" -> Optional.of(now().toLocalDate().plusDays(1));
      // A sign or a fifth digit of the year would be accepted by the pattern alone.
      default -> text.length() == "yyyy-MM-dd".length() ? Optional.of(date(text)) : fromNow(text);
    };
  }

  private boolean isOfDue() {
    return name.equals("due");
  }

  private Optional<LocalDate> fromNow(String text) {
    Matcher fromNow = FROM_NOW.matcher(text);
    return isOfDue() && fromNow.matches()
        ? Optional.of(moved(fromNow, 1).toLocalDate())
        : Optional.empty();
  }

  /** By so much of the calendar, forth or back. */
  private ZonedDateTime moved(Matcher length, int sign) {
    long number = sign * Long.parseLong(length.group(1));
    return switch (length.group(2)) {
      case "d" -> now().plusDays(number);
      case "w" -> now().plusWeeks(number);
      default -> now().plusMonths(number);
    };
  }

  private LocalDate date(String text) throws Refusal {
    try {
      return LocalDate.parse(text, DAY);
    } catch (DateTimeParseException e) {
      throw malformed();
    }
  }

  private Instant ago(String text) throws Refusal {
    Matcher age = AGE.matcher(text);
    if (!age.matches()) {
      throw malformed();
    }
    return moved(age, -1).toInstant();
  }

  private ZonedDateTime now() {
    relative = true;
    return now;
  }

  private Instant startOf(LocalDate day) {
    return day.atStartOfDay(now.getZone()).toInstant();
  }

  private Refusal malformed() {
    return Refusal.badRequest(isOfDue() ? Text.DUE_DATE_MALFORMED : Text.DATE_MALFORMED, value);
  }
}
