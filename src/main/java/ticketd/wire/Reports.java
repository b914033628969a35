package ticketd.wire;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Optional;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.TimeRange;

/** What a report is asked for, beside which tickets. */
final class Reports {
  private static final int LAST_DAYS = 30;

  /** So many groups of time, about, that a person can do something with them. */
  private static final int MOST_GROUPS = 3_660;

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
    if (by.isTime() && groups(range, by) > MOST_GROUPS) {
      throw Refusal.badRequest(
          Text.REPORT_RANGE_MALFORMED, word.orElse(""), by.wireName(), MOST_GROUPS);
    }
    return range;
  }

  private static String firstOfLast(Clock clock) {
    return LocalDate.now(clock).minusDays(LAST_DAYS - 1).toString();
  }

  /** Of a range with two ends. */
  private static long groups(TimeRange range, ReportQuery.By by) {
    boolean isOpen =
        range.from().toEpochMilli() == Long.MIN_VALUE
            || range.until().toEpochMilli() == Long.MAX_VALUE;
    if (isOpen) {
      return 0;
    }
    long days = Duration.between(range.from(), range.until()).toDays();
    return switch (by) {
      case WEEK -> days / 7;
      case MONTH -> days / 28;
      default -> days;
    };
  }
}
