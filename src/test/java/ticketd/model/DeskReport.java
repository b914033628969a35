package ticketd.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import ticketd.testing.Json;

/** A report of the model: every figure is counted anew of all tickets, group by group. */
final class DeskReport {
  /** Of the server that is asked. */
  static final ZoneId ZONE = ZoneId.of("Europe/Paris");

  /** From the one instant, up to but without the other: MIN and MAX where it has no such end. */
  record Span(Instant from, Instant until) {
    private boolean holds(Optional<Instant> at) {
      return at.isPresent() && !at.get().isBefore(from) && at.get().isBefore(until);
    }

    /** What of this is in the other one too. */
    private Span within(Span other) {
      return new Span(
          from.isBefore(other.from) ? other.from : from,
          until.isAfter(other.until) ? other.until : until);
    }
  }

  private final List<DeskTicket> tickets;
  private final Span span;
  private final String by;
  private final Instant now;

  /**
   * @param tickets those that match
   * @param by as said behind {@code by:}, or {@code total}
   */
  DeskReport(List<DeskTicket> tickets, Span span, String by, Instant now) {
    this.tickets = tickets;
    this.span = span;
    this.by = by;
    this.now = now;
  }

  Desk.Answer answer() {
    List<Map<String, Object>> lines =
        new ArrayList<>(
            switch (by) {
              case "total" -> List.<Map<String, Object>>of();
              case "day", "week", "month" -> groupsOfTime();
              default -> groupsOfValues();
            });
    long count = lines.size();
    lines.add(figures(Json.NULL, tickets, span));
    return Desk.Answer.ok(lines, Map.of("count", count));
  }

  // Groups

  private List<Map<String, Object>> groupsOfTime() {
    Set<LocalDate> firsts = new TreeSet<>();
    // Later than now, or before their filing, where the clock was set back.
    tickets.stream()
        .flatMap(
            ticket -> Stream.of(Optional.of(ticket.createdAt), ticket.takenAt, ticket.closedAt))
        .filter(span::holds)
        .forEach(at -> firsts.add(firstDay(at.orElseThrow())));
    Instant begin =
        span.from().equals(Instant.MIN)
            ? Stream.concat(Stream.of(now), tickets.stream().map(ticket -> ticket.createdAt))
                .min(Comparator.naturalOrder())
                .orElseThrow()
            : span.from();
    Instant end = span.until().equals(Instant.MAX) ? now.plusMillis(1) : span.until();
    for (LocalDate first = firstDay(begin); begin(first).isBefore(end); first = behind(first)) {
      firsts.add(first);
    }
    return firsts.stream()
        .map(
            first ->
                figures(
                    name(first),
                    tickets,
                    new Span(begin(first), begin(behind(first))).within(span)))
        .toList();
  }

  static Instant begin(LocalDate day) {
    return day.atStartOfDay(ZONE).toInstant();
  }

  private LocalDate firstDay(Instant at) {
    LocalDate day = LocalDate.ofInstant(at, ZONE);
    return switch (by) {
      case "day" -> day;
      case "week" -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      default -> day.withDayOfMonth(1);
    };
  }

  private LocalDate behind(LocalDate first) {
    return switch (by) {
      case "day" -> first.plusDays(1);
      case "week" -> first.plusDays(7);
      default -> first.plusMonths(1);
    };
  }

  private String name(LocalDate first) {
    return switch (by) {
      case "day" -> first.toString();
      case "week" -> first.format(DateTimeFormatter.ISO_WEEK_DATE).replaceFirst("-1$", "");
      default -> first.toString().replaceFirst("-01$", "");
    };
  }

  private List<Map<String, Object>> groupsOfValues() {
    Comparator<String> noneLast = Comparator.comparing((String value) -> value.equals("-"));
    Map<String, List<DeskTicket>> groups =
        new TreeMap<>(
            by.equals("priority")
                ? Comparator.comparing(DeskTicket.PRIORITIES::indexOf).reversed()
                : noneLast.thenComparing(Comparator.naturalOrder()));
    for (DeskTicket ticket : tickets) {
      for (String value : values(ticket)) {
        groups
            .computeIfAbsent(value.toLowerCase(Locale.ROOT), any -> new ArrayList<>())
            .add(ticket);
      }
    }
    // A name in several spellings is shown as the first of its tickets has it.
    return groups.entrySet().stream()
        .map(
            group -> {
              List<String> spelled = values(group.getValue().get(0));
              String name = by.equals("tag") ? group.getKey() : spelled.get(0);
              return figures(name, group.getValue(), span);
            })
        .toList();
  }

  private List<String> values(DeskTicket ticket) {
    return switch (by) {
      case "assignee" -> List.of(ticket.isAssigned() ? ticket.text("assignee") : "-");
      case "author" -> List.of(ticket.author);
      case "priority" -> List.of(ticket.text("priority"));
      default -> ticket.tags().isEmpty() ? List.of("-") : ticket.tags();
    };
  }

  // Figures

  private static Map<String, Object> figures(Object name, List<DeskTicket> of, Span span) {
    List<DeskTicket> taken = of.stream().filter(ticket -> span.holds(ticket.takenAt)).toList();
    List<DeskTicket> closed = of.stream().filter(ticket -> span.holds(ticket.closedAt)).toList();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("group", name);
    figures.put(
        "filed", of.stream().filter(ticket -> span.holds(Optional.of(ticket.createdAt))).count());
    figures.put("closed", (long) closed.size());
    figures.put("open", of.stream().filter(ticket -> isOpenAt(ticket, span.until())).count());
    List<Long> takes = taken.stream().map(ticket -> age(ticket, ticket.takenAt)).sorted().toList();
    figures.put("takeMedian", rank(takes, 50));
    figures.put("takeP90", rank(takes, 90));
    List<Long> closes =
        closed.stream().map(ticket -> age(ticket, ticket.closedAt)).sorted().toList();
    figures.put("closeMedian", rank(closes, 50));
    figures.put("closeP90", rank(closes, 90));
    for (String score : List.of("responsiveness", "competence", "satisfaction")) {
      figures.put(score, mean(closed, score));
    }
    return figures;
  }

  private static boolean isOpenAt(DeskTicket ticket, Instant end) {
    return ticket.createdAt.isBefore(end)
        && ticket.closedAt.map(closed -> !closed.isBefore(end)).orElse(true);
  }

  /** In seconds; of what was before its filing, since the clock was set back, none. */
  private static long age(DeskTicket ticket, Optional<Instant> at) {
    return Math.max(0, Duration.between(ticket.createdAt, at.orElseThrow()).toMillis() / 1000);
  }

  /** The smallest that so many per cent are not above. */
  private static Object rank(List<Long> inOrder, int percent) {
    int n = 0;
    while (n < inOrder.size() && (n + 1) * 100 < percent * inOrder.size()) {
      n++;
    }
    return inOrder.isEmpty() ? Json.NULL : inOrder.get(n);
  }

  private static Object mean(List<DeskTicket> closed, String score) {
    List<Long> scores =
        closed.stream()
            .filter(ticket -> Json.value(ticket.fields, "rating") != Json.NULL)
            .map(ticket -> Json.number(Json.member(ticket.fields, "rating"), score))
            .toList();
    if (scores.isEmpty()) {
      return Json.NULL;
    }
    BigDecimal mean =
        BigDecimal.valueOf(scores.stream().mapToLong(Long::longValue).sum())
            .divide(BigDecimal.valueOf(scores.size()), 2, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return mean.scale() > 0 ? mean : (Object) mean.longValueExact();
  }

  // Text

  /** A data line of the text format, of a group or the total. */
  static String line(Map<String, Object> group) {
    Object name = Json.value(group, "group");
    return " "
        + (name == Json.NULL ? "total" : name)
        + ": filed "
        + Json.number(group, "filed")
        + " · closed "
        + Json.number(group, "closed")
        + " · open "
        + Json.number(group, "open")
        + (" · take " + duration(group, "takeMedian") + " " + duration(group, "takeP90"))
        + (" · close " + duration(group, "closeMedian") + " " + duration(group, "closeP90"))
        + (" · rating " + orNone(group, "responsiveness"))
        + (" " + orNone(group, "competence") + " " + orNone(group, "satisfaction"));
  }

  private static String orNone(Map<String, Object> group, String figure) {
    Object value = Json.value(group, figure);
    return value == Json.NULL ? "-" : value.toString();
  }

  /** In its largest unit and the next smaller one. */
  private static String duration(Map<String, Object> group, String figure) {
    if (Json.value(group, figure) == Json.NULL) {
      return "-";
    }
    Duration time = Duration.ofSeconds(Json.number(group, figure));
    return Stream.of(
            two(time.toDaysPart(), "d", time.toHoursPart(), "h"),
            two(time.toHoursPart(), "h", time.toMinutesPart(), "m"),
            two(time.toMinutesPart(), "m", time.toSecondsPart(), "s"))
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse(time.toSecondsPart() + "s");
  }

  private static String two(long first, String unit, long second, String smaller) {
    return first == 0 ? "" : first + unit + (second == 0 ? "" : second + smaller);
  }
}
