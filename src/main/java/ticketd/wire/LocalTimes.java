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

  /** Of {@code HH:mm}. */
  private static final int MINUTES_LENGTH = 5;

  /** Of {@code HH:mm:ss}. */
  private static final int TIME_LENGTH = 8;

  private final ZoneRules rules;

  // The kept day: from and until in seconds since the epoch, within one offset of the zone.
  private long from = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;
  private long midnight;

  /** The kept day as {@code dd/MM/yyyy}. */
  private byte[] dayFirst = {};

  /** A second of the kept day as {@code yyyy-MM-ddTHH:mm:ss+HH:mm}. */
  private byte[] iso = {};

  /** Where its time begins. */
  private int timeAt;

  /** Of the day. */
  private int secondShown;

  public LocalTimes(ZoneId zone) {
    rules = zone.getRules();
  }

  /** {@code dd/MM/yyyy}. */
  void dayMonthYear(LineBuffer out, Instant instant) {
    moveTo(instant.getEpochSecond());
    out.append(dayFirst);
  }

  /** {@code yyyy-MM-dd}. */
  void yearMonthDay(LineBuffer out, Instant instant) {
    moveTo(instant.getEpochSecond());
    out.append(iso, 0, timeAt - 1);
  }

  /** {@code yyyy-MM-dd HH:mm}. */
  public void minutes(LineBuffer out, Instant instant) {
    show(instant);
    out.append(iso, 0, timeAt - 1).append(' ').append(iso, timeAt, MINUTES_LENGTH);
  }

  /** ISO 8601 with seconds and the offset in digits: {@code 2026-11-23T11:15:30+01:00}. */
  public void withOffset(LineBuffer out, Instant instant) {
    show(instant);
    out.append(iso);
  }

  /** ISO 8601 with milliseconds, and {@code Z}: for UTC only. */
  void withMilliseconds(LineBuffer out, Instant instant) {
    show(instant);
    int millis = instant.get(ChronoField.MILLI_OF_SECOND);
    out.append(iso, 0, timeAt + TIME_LENGTH).append('.');
    out.append((char) ('0' + millis / 100));
    out.append((char) ('0' + millis / 10 % 10));
    out.append((char) ('0' + millis % 10));
    out.append('Z');
  }

  /** Puts the instant's second into {@link #iso}. */
  private void show(Instant instant) {
    long second = instant.getEpochSecond();
    moveTo(second);
    int ofDay = (int) (second - midnight);
    if (ofDay != secondShown) {
      secondShown = ofDay;
      two(ofDay / 3600, timeAt);
      two(ofDay / 60 % 60, timeAt + 3);
      two(ofDay % 60, timeAt + 6);
    }
  }

  private void two(int number, int at) {
    iso[at] = (byte) ('0' + number / 10);
    iso[at + 1] = (byte) ('0' + number % 10);
  }

  private void moveTo(long second) {
    if (second >= from && second < until) {
      return;
    }
    Instant instant = Instant.ofEpochSecond(second);
    ZoneOffset offset = rules.getOffset(instant);
    long local = second + offset.getTotalSeconds();
    midnight = second - Math.floorMod(local, DAY_SECONDS);
    from = midnight;
    until = midnight + DAY_SECONDS;
    if (!rules.isFixedOffset()) {
      narrowToOffset(instant);
    }
    write(LocalDate.ofEpochDay(Math.floorDiv(local, DAY_SECONDS)), offset);
  }

  private void write(LocalDate day, ZoneOffset offset) {
    LineBuffer out = new LineBuffer();
    two(out, day.getDayOfMonth());
    two(out.append('/'), day.getMonthValue());
    year(out.append('/'), day.getYear());
    dayFirst = out.toByteArray();
    out.clear();
    year(out, day.getYear());
    two(out.append('-'), day.getMonthValue());
    two(out.append('-'), day.getDayOfMonth());
    out.append('T');
    timeAt = out.size();
    out.append("00:00:00").append(offset.equals(ZoneOffset.UTC) ? "+00:00" : offset.getId());
    iso = out.toByteArray();
    secondShown = 0;
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

  /** Beyond four digits, where the last day of 9999 ends elsewhere, with a sign and six of them. */
  private static void year(LineBuffer out, int year) {
    int digits = Math.abs(year);
    if (digits != year || digits > 9999) {
      two(out.append(digits == year ? '+' : '-'), digits / 10_000);
    }
    two(out, digits / 100 % 100);
    two(out, digits % 100);
  }

  private static void two(LineBuffer out, int number) {
    out.append((char) ('0' + number / 10));
    out.append((char) ('0' + number % 10));
  }
}
