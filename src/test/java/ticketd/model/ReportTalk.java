package ticketd.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of a report is asked for at random, beside which tickets. */
final class ReportTalk {
  static final List<String> GROUPINGS =
      List.of("total", "day", "week", "month", "assignee", "author", "tag", "priority");

  /**
   * The days as they are said first in a request, and what they mean.
   *
   * @param span empty where they are refused
   */
  record Range(String words, Optional<DeskReport.Span> span) {}

  /** An end of a range: a day, whole, or a moment. */
  private record End(String word, Optional<LocalDate> day, Instant from, Instant until) {
    private static End of(String word, LocalDate day) {
      return new End(
          word, Optional.of(day), DeskReport.begin(day), DeskReport.begin(day.plusDays(1)));
    }

    private static End of(String word, ZonedDateTime moment) {
      return new End(word, Optional.empty(), moment.toInstant(), moment.toInstant());
    }
  }

  private final Random random;

  ReportTalk(Random random) {
    this.random = random;
  }

  /** What is said behind {@code by:}, or {@code total} for nothing. */
  String grouping() {
    return GROUPINGS.get(random.nextInt(GROUPINGS.size()));
  }

  /** The request, with the grouping anywhere behind the range. */
  String line(Range range, String by, String query) {
    String grouped = by.equals("total") ? "" : "by:" + by;
    boolean first = random.nextBoolean();
    return Stream.of("REPORT", range.words(), first ? grouped : "", query, first ? "" : grouped)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Said at that time; without a word where the last thirty days are meant. */
  Range range(Instant at) {
    ZonedDateTime now = at.atZone(DeskReport.ZONE);
    End first = end(now);
    End last = end(now);
    if (first.word().isEmpty() && last.word().isEmpty()) {
      Instant from = End.of("", now.toLocalDate().minusDays(29)).from();
      return new Range(
          "", Optional.of(new DeskReport.Span(from, End.of("", now.toLocalDate()).until())));
    }
    // Mostly in order.
    boolean turns = random.nextInt(8) > 0 && isReversed(first, last);
    End from = turns ? last : first;
    End to = turns ? first : last;
    return new Range(
        from.word() + ".." + to.word(),
        isReversed(from, to)
            ? Optional.empty()
            : Optional.of(new DeskReport.Span(from.from(), to.until())));
  }

  private static boolean isReversed(End from, End to) {
    return (from.day().isPresent() && to.day().isPresent())
        ? from.day().get().isAfter(to.day().get())
        : from.from().isAfter(to.until());
  }

  private End end(ZonedDateTime now) {
    LocalDate today = now.toLocalDate();
    int number = 1 + random.nextInt(9);
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> new End("", Optional.empty(), Instant.MIN, Instant.MAX);
      case 3 -> End.of("today", today);
      case 4 -> End.of("yesterday", today.minusDays(1));
      case 5 -> End.of("tomorrow", today.plusDays(1));
      case 6 -> End.of(number + "d", now.minusDays(number));
      case 7 ->
          random.nextBoolean()
              ? End.of(number + "w", now.minusWeeks(number))
              : End.of(number + "mo", now.minusMonths(number));
      default -> {
        LocalDate day = today.minusDays(random.nextInt(50) - 10L);
        yield End.of(day.toString(), day);
      }
    };
  }
}
