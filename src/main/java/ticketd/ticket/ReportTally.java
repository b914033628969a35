package ticketd.ticket;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Counts tickets for a report, one after the other. For one thread at a time. */
public final class ReportTally {
  private static final long NEVER = Long.MAX_VALUE;

  /** Behind every name. */
  private static final String NONE = "-";

  private final ReportQuery query;
  private final ZoneId zone;
  private final long now;
  private final long from;
  private final long until;

  /** By what they are called or, of identities, by the key. */
  private final Map<String, Group> groups = new HashMap<>();

  /** Those of time by when they begin: a look there costs less than a day's name. */
  private final TreeMap<Long, Part> parts = new TreeMap<>();

  private final Group total;
  private long earliest = NEVER;
  private long openBefore;

  public ReportTally(ReportQuery query) {
    this.query = query;
    this.zone = query.clock().getZone();
    this.now = query.clock().millis();
    this.from = query.range().from().toEpochMilli();
    this.until = query.range().until().toEpochMilli();
    this.total = new Group(Optional.empty());
  }

  private static Comparator<String> order(ReportQuery.By by) {
    if (by == ReportQuery.By.PRIORITY) {
      return Comparator.comparing((String name) -> Priority.of(name).orElseThrow()).reversed();
    }
    Comparator<String> names =
        String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());
    return Comparator.comparing((String name) -> name.equals(NONE)).thenComparing(names);
  }

  /**
   * Counts a ticket that matches.
   *
   * @param takenAtMillis when it was taken first; {@link Long#MAX_VALUE} where it never was
   */
  public void add(Ticket ticket, long takenAtMillis) {
    long createdAt = ticket.createdAt().toEpochMilli();
    long closedAt = ticket.extras().closedAt().map(Instant::toEpochMilli).orElse(NEVER);
    earliest = Math.min(earliest, createdAt);
    Counted counted = new Counted(createdAt, takenAtMillis, closedAt, ticket.extras().rating());
    addTo(total, counted);
    if (query.by().isTime()) {
      addToParts(counted);
      return;
    }
    for (String name : names(ticket)) {
      addTo(
          groups.computeIfAbsent(name, key -> new Group(Optional.of(spelled(key, ticket)))),
          counted);
    }
  }

  private void addTo(Group group, Counted counted) {
    if (isInRange(counted.createdAt())) {
      group.file();
    }
    if (isInRange(counted.takenAt())) {
      group.take(counted);
    }
    if (isInRange(counted.closedAt())) {
      group.close(counted);
    }
    if (counted.createdAt() < until && counted.closedAt() >= until) {
      group.leaveOpen();
    }
  }

  /** A name as it was met first. */
  private String spelled(String key, Ticket ticket) {
    return switch (query.by()) {
      case ASSIGNEE -> ticket.assignee().map(Identity::name).orElse(key);
      case AUTHOR -> ticket.author().name();
      default -> key;
    };
  }

  private Collection<String> names(Ticket ticket) {
    return switch (query.by()) {
      case ASSIGNEE -> List.of(ticket.assignee().map(Identity::key).orElse(NONE));
      case AUTHOR -> List.of(ticket.author().key());
      case TAG -> ticket.tags().isEmpty() ? List.of(NONE) : ticket.tags();
      case PRIORITY -> List.of(ticket.priority().wireName());
      default -> List.of();
    };
  }

  private record Counted(long createdAt, long takenAt, long closedAt, Optional<Rating> rating) {
    /** Since when it is not open: where the clock was set back, it was closed before its filing. */
    long endedAt() {
      return Math.max(createdAt, closedAt);
    }
  }

  /** In the parts of the range in which something of it was done. */
  private void addToParts(Counted counted) {
    openBefore += counted.createdAt() < from ? 1 : 0;
    openBefore -= counted.endedAt() < from ? 1 : 0;
    if (isInRange(counted.createdAt())) {
      part(counted.createdAt()).file();
    }
    if (isInRange(counted.takenAt())) {
      part(counted.takenAt()).take(counted);
    }
    if (isInRange(counted.closedAt())) {
      part(counted.closedAt()).close(counted);
    }
    if (isInRange(counted.endedAt())) {
      part(counted.endedAt()).end();
    }
  }

  private boolean isInRange(long atMillis) {
    return atMillis >= from && atMillis < until && atMillis != NEVER;
  }

  /** A group of time, which ends before {@code end}. */
  private record Part(long end, Group group) {}

  private Group part(long atMillis) {
    Map.Entry<Long, Part> known = parts.floorEntry(atMillis);
    return known != null && atMillis < known.getValue().end()
        ? known.getValue().group()
        : newPart(atMillis);
  }

  private Group newPart(long atMillis) {
    LocalDate day = startOfPart(day(atMillis));
    Group group = groups.computeIfAbsent(name(day), name -> new Group(Optional.of(name)));
    parts.put(begin(day), new Part(begin(behind(day)), group));
    return group;
  }

  private long begin(LocalDate day) {
    return day.atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private LocalDate startOfPart(LocalDate day) {
    return switch (query.by()) {
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
      default -> day;
    };
  }

  private LocalDate behind(LocalDate first) {
    return switch (query.by()) {
      case WEEK -> first.plusWeeks(1);
      case MONTH -> first.plusMonths(1);
      default -> first.plusDays(1);
    };
  }

  private String name(LocalDate first) {
    return switch (query.by()) {
      case WEEK ->
          String.format(
              Locale.ROOT,
              "%04d-W%02d",
              first.get(IsoFields.WEEK_BASED_YEAR),
              first.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> first.format(DateTimeFormatter.ofPattern("uuuu-MM"));
      default -> first.toString();
    };
  }

  /** The groups in order, then the total; nothing may be counted afterwards. */
  public List<ReportGroup> groups() {
    if (query.by().isTime()) {
      makeEmptyParts();
    }
    TreeMap<String, Group> inOrder = new TreeMap<>(order(query.by()));
    inOrder.putAll(groups);
    if (query.by().isTime()) {
      long open = openBefore;
      for (Group group : inOrder.values()) {
        open = group.openFrom(open);
      }
    }
    List<ReportGroup> all = new ArrayList<>(inOrder.values().stream().map(Group::report).toList());
    all.add(total.report());
    return all;
  }

  /** Of an end that the range leaves open, up to the first ticket and up to now. */
  private void makeEmptyParts() {
    long last = until == NEVER ? now : until - 1;
    long begin = from == Long.MIN_VALUE ? Math.min(earliest, now) : from;
    LocalDate end = startOfPart(day(last));
    LocalDate first = startOfPart(day(begin));
    // A ticket that was imported may be of any year.
    LocalDate furthest = end.minusDays((long) ReportQuery.MOST_GROUPS * longestPart());
    for (LocalDate part = first.isBefore(furthest) ? startOfPart(furthest) : first;
        !part.isAfter(end);
        part = behind(part)) {
      groups.computeIfAbsent(name(part), name -> new Group(Optional.of(name)));
    }
  }

  private int longestPart() {
    return switch (query.by()) {
      case WEEK -> 7;
      case MONTH -> 31;
      default -> 1;
    };
  }

  private LocalDate day(long atMillis) {
    return Instant.ofEpochMilli(atMillis).atZone(zone).toLocalDate();
  }

  /** What is counted of one group. */
  private static final class Group {
    private final Optional<String> name;
    private final Numbers takes = new Numbers();
    private final Numbers closes = new Numbers();
    private final long[] scores = new long[3];
    private long filed;
    private long closed;
    private long ended;
    private long open;
    private long rated;

    Group(Optional<String> name) {
      this.name = name;
    }

    void file() {
      filed++;
    }

    void take(Counted counted) {
      takes.add((counted.takenAt() - counted.createdAt()) / 1000);
    }

    void close(Counted counted) {
      closed++;
      closes.add((counted.closedAt() - counted.createdAt()) / 1000);
      counted.rating().ifPresent(this::add);
    }

    void end() {
      ended++;
    }

    void leaveOpen() {
      open++;
    }

    /**
     * Of a part of the range: how many are open at its end, where so many were at its beginning.
     */
    long openFrom(long before) {
      open = before + filed - ended;
      return open;
    }

    private void add(Rating rating) {
      rated++;
      scores[0] += rating.responsiveness();
      scores[1] += rating.competence();
      scores[2] += rating.satisfaction();
    }

    ReportGroup report() {
      return new ReportGroup(
          name, filed, closed, open, takes.times(), closes.times(), mean(0), mean(1), mean(2));
    }

    private OptionalDouble mean(int score) {
      return rated == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of(Math.round(100.0 * scores[score] / rated) / 100.0);
    }
  }

  /** Growing numbers. */
  private static final class Numbers {
    private long[] all = new long[8];
    private int count;

    void add(long number) {
      if (count == all.length) {
        all = Arrays.copyOf(all, count * 2);
      }
      all[count++] = Math.max(0, number);
    }

    ReportGroup.Times times() {
      if (count == 0) {
        return new ReportGroup.Times(OptionalLong.empty(), OptionalLong.empty());
      }
      Arrays.sort(all, 0, count);
      return new ReportGroup.Times(rank(50), rank(90));
    }

    /** Nearest rank: the smallest number that so many per cent are not above. */
    private OptionalLong rank(int percent) {
      return OptionalLong.of(all[(int) (((long) percent * count + 99) / 100) - 1]);
    }
  }
}
