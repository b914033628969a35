package ticketd.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.TimeRange;

/** What a report is asked for, beside which tickets. */
final class Reports {
  private static final int LAST_DAYS = 30;

  private Reports() {}

  /** Whether a word of a query is a range of days rather than one to look for. */
  static boolean isRange(String word) {
    return word.contains("..");
  }

  static ReportQuery.By by(String word) throws Refusal {
    return Allowed.pick("by", word, Reports::grouping, Qualifiers.GROUPINGS);
  }

  private static Optional<ReportQuery.By> grouping(String word) {
    for (ReportQuery.By by : ReportQuery.By.values()) {
      if (by != ReportQuery.By.TOTAL && by.wireName().equals(word)) {
        return Optional.of(by);
      }
    }
    return Optional.empty();
  }

  /** The days that are told, or the last thirty. */
  static TimeRange range(Optional<String> word, ReportQuery.By by, Clock clock) throws Refusal {
    TimeRange range =
        word.isPresent()
            ? Days.of("range", word.get(), clock)
            : Days.of("range", firstOfLast(clock) + "..today", clock);
    if (by.isTime() && groups(range, by, clock) > ReportQuery.MOST_GROUPS) {
      throw Refusal.badRequest(
          Text.REPORT_RANGE_MALFORMED, word.orElse(""), by.wireName(), ReportQuery.MOST_GROUPS);
    }
    return range;
  }

  private static String firstOfLast(Clock clock) {
    return LocalDate.now(clock).minusDays(LAST_DAYS - 1).toString();
  }

  /** Of a range with a beginning; one that goes on ends now. */
  private static long groups(TimeRange range, ReportQuery.By by, Clock clock) {
    if (range.from().toEpochMilli() == Long.MIN_VALUE) {
      return 0;
    }
    boolean goesOn = range.until().toEpochMilli() == Long.MAX_VALUE;
    Instant until = goesOn ? clock.instant() : range.until();
    long days = Duration.between(range.from(), until).toDays();
    return switch (by) {
      case WEEK -> days / 7;
      case MONTH -> days / 28;
      default -> days;
    };
  }
}
