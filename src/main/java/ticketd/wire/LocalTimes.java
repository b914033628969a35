package ticketd.wire;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Instants in a zone's own time. The day of the last one is kept, since most of what is written
 * together happened on one day. For one thread at a time.
 */
public final class LocalTimes {
  private static final int DAY_SECONDS = 86_400;

  private final ZoneRules rules;

  // The kept day: from and until in seconds since the epoch, within one offset of the zone.
  private long from = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;
  private long midnight;
  private int year;
  private int month;
  private int day;
  private ZoneOffset offset = ZoneOffset.UTC;

  public LocalTimes(ZoneId zone) {
    rules = zone.getRules();
  }

  /** {@code dd/MM/yyyy}. */
  void dayMonthYear(LineBuffer out, Instant instant) {
    moveTo(instant);
    two(out, day);
    out.append('/');
    two(out, month);
    out.append('/');
    four(out, year);
  }

  /** {@code yyyy-MM-dd}. */
  void yearMonthDay(LineBuffer out, Instant instant) {
    moveTo(instant);
    date(out);
  }

  /** {@code yyyy-MM-dd HH:mm}. */
  public void minutes(LineBuffer out, Instant instant) {
    moveTo(instant);
    date(out);
    int minute = (int) (instant.getEpochSecond() - midnight) / 60;
    out.append(' ');
    two(out, minute / 60);
    out.append(':');
    two(out, minute % 60);
  }

  /** ISO 8601 with seconds and the offset in digits: {@code 2026-11-23T11:15:30+01:00}. */
  public void withOffset(LineBuffer out, Instant instant) {
    moveTo(instant);
    date(out);
    time(out, instant);
    offset(out);
  }

  /** ISO 8601 with milliseconds, and {@code Z}: for UTC only. */
  void withMilliseconds(LineBuffer out, Instant instant) {
    moveTo(instant);
    date(out);
    time(out, instant);
    int millis = instant.get(ChronoField.MILLI_OF_SECOND);
    out.append('.');
    out.append((char) ('0' + millis / 100));
    two(out, millis % 100);
    out.append('Z');
  }

  private void moveTo(Instant instant) {
    long second = instant.getEpochSecond();
    if (second >= from && second < until) {
      return;
    }
    offset = rules.getOffset(instant);
    long local = second + offset.getTotalSeconds();
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(local, DAY_SECONDS));
    year = date.getYear();
    month = date.getMonthValue();
    day = date.getDayOfMonth();
    midnight = second - Math.floorMod(local, DAY_SECONDS);
    from = midnight;
    until = midnight + DAY_SECONDS;
    if (!rules.isFixedOffset()) {
      narrowToOffset(instant);
    }
  }

  private void narrowToOffset(Instant instant) {
    ZoneOffsetTransition next = rules.nextTransition(instant);
    if (next != null) {
      until = Math.min(until, next.toEpochSecond());
    }
    // One that is at the instant itself began the offset.
    ZoneOffsetTransition last = rules.previousTransition(instant.plusSeconds(1));
    if (last != null) {
      from = Math.max(from, last.toEpochSecond());
    }
  }

  private void date(LineBuffer out) {
    four(out, year);
    out.append('-');
    two(out, month);
    out.append('-');
    two(out, day);
  }

  private void time(LineBuffer out, Instant instant) {
    int second = (int) (instant.getEpochSecond() - midnight);
    out.append('T');
    two(out, second / 3600);
    out.append(':');
    two(out, second / 60 % 60);
    out.append(':');
    two(out, second % 60);
  }

  private void offset(LineBuffer out) {
    int total = offset.getTotalSeconds();
    int seconds = Math.abs(total);
    out.append(total < 0 ? '-' : '+');
    two(out, seconds / 3600);
    out.append(':');
    two(out, seconds / 60 % 60);
    if (seconds % 60 != 0) {
      out.append(':');
      two(out, seconds % 60);
    }
  }

  private static void four(LineBuffer out, int number) {
    if (number < 0 || number > 9999) {
      out.append((long) number);
      return;
    }
    two(out, number / 100);
    two(out, number % 100);
  }

  private static void two(LineBuffer out, int number) {
    out.append((char) ('0' + number / 10));
    out.append((char) ('0' + number % 10));
  }
}
