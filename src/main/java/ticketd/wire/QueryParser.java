package ticketd.wire;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import ticketd.ticket.Characters;
import ticketd.ticket.Limits;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Priority;
import ticketd.ticket.Rating;
import ticketd.ticket.ReportQuery;
import ticketd.ticket.SearchWord;
import ticketd.ticket.Status;
import ticketd.ticket.TicketQuery;

/**
 * The query language of LIST, WATCH and TAKE NEXT. What only one of them takes ({@code sort:},
 * {@code since:} …) is refused by the others.
 */
public final class QueryParser {
  static final int MAX_LIMIT = 100_000;
  static final int MAX_SORTED_LIMIT = 10_000;

  // Each word costs time on each ticket, with TAKE NEXT while everybody waits.
  static final int MAX_WORDS = Limits.MAX_QUERY_WORDS;

  /** Code points: no title is longer. */
  static final int MAX_WORD = Limits.MAX_TITLE;

  private final Verb verb;
  private final Clock clock;
  private final Requester requester;
  private final List<TicketQuery.Term> terms = new ArrayList<>();
  private Optional<String> sort = Optional.empty();
  private OptionalInt limit = OptionalInt.empty();
  private OptionalLong after = OptionalLong.empty();
  private Optional<Request.Since> since = Optional.empty();
  private Optional<String> range = Optional.empty();
  private Optional<ReportQuery.By> by = Optional.empty();

  private QueryParser(Verb verb, Clock clock, Requester requester) {
    this.verb = verb;
    this.clock = clock;
    this.requester = requester;
  }

  /** What LIST takes. */
  public static ListQuery list(String words, Clock clock, Requester requester) throws Refusal {
    QueryParser parser = new QueryParser(Verb.LIST, clock, requester);
    parser.parse(words);
    return parser.listQuery();
  }

  /**
   * The same where an answer holds so many tickets only.
   *
   * @param unlessGiven the limit of a query that names none
   * @param most the highest limit that may be named
   */
  static ListQuery page(String words, int unlessGiven, int most, Clock clock, Requester requester)
      throws Refusal {
    QueryParser parser = new QueryParser(Verb.LIST, clock, requester);
    parser.parse(words);
    int limit = parser.limit.orElse(unlessGiven);
    if (limit > most) {
      throw Refusal.badRequest(Text.LIMIT_BEYOND_PAGE, limit, most);
    }
    parser.limit = OptionalInt.of(limit);
    return parser.listQuery();
  }

  /** What WATCH takes. */
  public static Request.Watch watch(String words, Clock clock, Requester requester) throws Refusal {
    return watch(words, Optional.empty(), clock, requester);
  }

  /** The same, with the value of {@code since:} told apart from the words. */
  static Request.Watch watch(String words, Optional<String> since, Clock clock, Requester requester)
      throws Refusal {
    QueryParser parser = new QueryParser(Verb.WATCH, clock, requester);
    if (since.isPresent()) {
      checkValue("since", since.get());
      parser.since(since.get());
    }
    parser.parse(words);
    return new Request.Watch(parser.since, new TicketQuery(parser.terms));
  }

  /** What REPORT takes: a range of days first, and what to group by anywhere. */
  public static ReportQuery report(String words, Clock clock, Requester requester) throws Refusal {
    return report(words, Optional.empty(), Optional.empty(), clock, requester);
  }

  /**
   * The same, with the range and the value of {@code by:} told apart from the words: so any range
   * of days, {@code today} too, is one, and no word is where it is given.
   */
  static ReportQuery report(
      String words, Optional<String> range, Optional<String> by, Clock clock, Requester requester)
      throws Refusal {
    QueryParser parser = new QueryParser(Verb.REPORT, clock, requester);
    parser.range = range;
    if (by.isPresent()) {
      checkValue("by", by.get());
      parser.shape("by", by.get());
    }
    parser.parse(words);
    return parser.reportQuery();
  }

  private ReportQuery reportQuery() throws Refusal {
    ReportQuery.By grouping = by.orElse(ReportQuery.By.TOTAL);
    return new ReportQuery(
        Reports.range(range, grouping, clock), grouping, new TicketQuery(terms), clock);
  }

  /** What stands behind TAKE NEXT. */
  public static TicketQuery filter(String words, Clock clock, Requester requester) throws Refusal {
    QueryParser parser = new QueryParser(Verb.TAKE, clock, requester);
    parser.parse(words);
    return new TicketQuery(parser.terms);
  }

  /** What SAVE keeps: a filter that names no other one. */
  static TicketQuery saved(String words, Clock clock, Requester requester) throws Refusal {
    QueryParser parser = new QueryParser(Verb.SAVE, clock, requester);
    parser.parse(words);
    return new TicketQuery(parser.terms);
  }

  private ListQuery listQuery() throws Refusal {
    String order = sort.orElse("id");
    boolean descending = order.startsWith("-");
    String key = descending ? order.substring(1) : order;
    if (!key.equals("id")) {
      if (limit.isEmpty() || limit.getAsInt() > MAX_SORTED_LIMIT) {
        throw Refusal.badRequest(Text.SORT_NEEDS_LIMIT, order, MAX_SORTED_LIMIT);
      }
      if (after.isPresent()) {
        throw Refusal.badRequest(Text.AFTER_NEEDS_SORT_BY_ID, order);
      }
    }
    ListQuery.Sort by =
        switch (key) {
          case "updated" -> ListQuery.Sort.UPDATED;
          case "priority" -> ListQuery.Sort.PRIORITY;
          case "due" -> ListQuery.Sort.DUE;
          default -> ListQuery.Sort.ID;
        };
    return new ListQuery(new TicketQuery(terms), by, descending, limit, after);
  }

  private void parse(String words) throws Refusal {
    QueryWords split = new QueryWords(words);
    for (int n = 1; split.next(); n++) {
      checkSize(n, split.value());
      String name = split.qualifier();
      if (!name.isEmpty()) {
        checkKnown(name);
        checkValue(name, split.value());
      }
      boolean mayBeRange = n == 1 && verb == Verb.REPORT && name.isEmpty() && range.isEmpty();
      if (mayBeRange && Reports.isRange(split.value())) {
        range = Optional.of(split.value());
      } else if (Qualifiers.FILTERS.contains(name) || name.isEmpty()) {
        TicketQuery.Term term = term(name, split.value());
        terms.add(split.isNegated() ? new TicketQuery.Not(term) : term);
      } else if (split.isNegated()) {
        throw Refusal.badRequest(Text.NEGATION_NOT_HERE, name);
      } else {
        shape(name, split.value());
      }
    }
  }

  private static void checkSize(int words, String value) throws Refusal {
    if (words > MAX_WORDS) {
      throw Refusal.badRequest(Text.TOO_MANY_WORDS, MAX_WORDS);
    }
    int length = value.codePointCount(0, value.length());
    if (length > MAX_WORD) {
      throw Refusal.badRequest(Text.WORD_TOO_LONG, value, length, MAX_WORD);
    }
  }

  private static void checkValue(String name, String value) throws Refusal {
    if (value.isEmpty()) {
      throw Refusal.badRequest(Text.VALUE_MISSING, name);
    }
    if (!name.equals("text")) {
      FieldRules.checkNoDirectionMark(value);
    }
  }

  private TicketQuery.Term term(String name, String value) throws Refusal {
    return switch (name) {
      case "status" -> new TicketQuery.StatusIn(statuses(value));
      case "priority" -> new TicketQuery.PriorityIn(priorities(value));
      case "author" -> new TicketQuery.AuthorIs(requester.named(value));
      case "assignee" ->
          new TicketQuery.AssigneeIs(
              value.equals("-") ? Optional.empty() : Optional.of(requester.named(value)));
      case "tag" -> new TicketQuery.HasTag(FieldRules.tag(value));
      case "id" -> IdRange.of(value);
      case "created" -> new TicketQuery.CreatedIn(Days.of(name, value, clock));
      case "updated" -> new TicketQuery.UpdatedIn(Days.of(name, value, clock));
      case "due" ->
          new TicketQuery.DueIn(
              value.equals("-") ? Optional.empty() : Optional.of(Days.of(name, value, clock)));
      case "is" -> state(value);
      case "link" -> new TicketQuery.LinkedTo(FieldRules.id(value));
      case "rated" -> rated(value);
      case "saved" ->
          new TicketQuery.Saved(
              FieldRules.savedName(value), new SavedReading(clock, requester.identity()));
      case "text" -> new TicketQuery.TextHas(word(value));
      default -> new TicketQuery.TitleHas(word(value));
    };
  }

  private TicketQuery.Term state(String value) throws Refusal {
    return switch (Allowed.pick("is", value, FrenchWords::state, Qualifiers.STATES)) {
      case "open" -> new TicketQuery.StatusIn(EnumSet.complementOf(EnumSet.of(Status.CLOSED)));
      case "closed" -> new TicketQuery.StatusIn(EnumSet.of(Status.CLOSED));
      case "blocked" -> new TicketQuery.IsBlocked();
      case "escalated" -> new TicketQuery.IsEscalated();
      default -> new TicketQuery.IsOverdue(clock);
    };
  }

  private static TicketQuery.Term rated(String value) throws Refusal {
    if (value.equals("-")) {
      return new TicketQuery.RatedIn(0, 0);
    }
    Ends ends = Ends.of(value);
    long from = ends.from().isEmpty() ? 1 : Numbers.clamped(ends.from());
    long to = ends.to().isEmpty() ? Rating.BEST : Numbers.clamped(ends.to());
    if (ends.areBothEmpty() || !Rating.isScore(from) || !Rating.isScore(to)) {
      throw Refusal.badRequest(Text.RATED_MALFORMED, value);
    } else if (from > to) {
      throw Refusal.badRequest(Text.RANGE_REVERSED, "rated", value);
    }
    return new TicketQuery.RatedIn((int) from, (int) to);
  }

  private static SearchWord word(String value) throws Refusal {
    return SearchWord.of(value)
        .orElseThrow(() -> Refusal.badRequest(Text.WORD_FOLDS_TO_NOTHING, codes(value)));
  }

  /** What is not seen is named. */
  private static String codes(String value) {
    return value.codePoints().limit(4).mapToObj(Characters::name).collect(Collectors.joining(" "));
  }

  /** What says something of the answer rather than of the tickets. */
  private void shape(String name, String value) throws Refusal {
    switch (name) {
      case "sort" -> sort(value);
      case "limit" -> limit(value);
      case "after" -> after(value);
      case "by" -> {
        checkFirst("by", by.isPresent());
        by = Optional.of(Reports.by(value));
      }
      default -> since(value);
    }
  }

  private void checkKnown(String name) throws Refusal {
    if (verb == Verb.SAVE && (name.equals(Qualifiers.SAVED) || isNoFilter(name))) {
      throw Refusal.badRequest(Text.QUALIFIER_NOT_SAVED, name);
    }
    if (Qualifiers.FILTERS.contains(name)) {
      return;
    }
    boolean ofList = Qualifiers.ONLY_LIST.contains(name);
    boolean ofWatch = Qualifiers.ONLY_WATCH.contains(name);
    boolean ofReport = Qualifiers.ONLY_REPORT.contains(name) && verb == Verb.REPORT;
    if ((ofList && verb == Verb.LIST) || (ofWatch && verb == Verb.WATCH) || ofReport) {
      return;
    }
    if (ofList || ofWatch) {
      throw Refusal.badRequest(
          Text.QUALIFIER_NOT_HERE, name, (ofList ? Verb.LIST : Verb.WATCH).name());
    }
    List<String> known =
        new ArrayList<>(verb == Verb.SAVE ? Qualifiers.IN_SAVED : Qualifiers.FILTERS);
    if (verb == Verb.LIST) {
      known.addAll(Qualifiers.ONLY_LIST);
    } else if (verb == Verb.WATCH) {
      known.addAll(Qualifiers.ONLY_WATCH);
    } else if (verb == Verb.REPORT) {
      known.addAll(Qualifiers.ONLY_REPORT);
    }
    throw new Refusal(
        ErrorCode.BAD_REQUEST,
        Message.of(Text.QUALIFIER_UNKNOWN, name, known)
            .orRather(Nearest.to(name, known).map(meant -> meant + ":")));
  }

  private static boolean isNoFilter(String name) {
    return Qualifiers.ONLY_LIST.contains(name) || Qualifiers.ONLY_WATCH.contains(name);
  }

  private static Set<Status> statuses(String value) throws Refusal {
    return EnumSet.copyOf(each("status", value, FrenchWords::status, Allowed.STATUSES));
  }

  private static Set<Priority> priorities(String value) throws Refusal {
    return EnumSet.copyOf(each("priority", value, FrenchWords::priority, Allowed.PRIORITIES));
  }

  private static <T> List<T> each(
      String name, String value, Function<String, Optional<T>> of, Collection<String> allowed)
      throws Refusal {
    List<T> values = new ArrayList<>();
    for (String part : value.split(",", -1)) {
      values.add(Allowed.pick(name, part, of, allowed));
    }
    return values;
  }

  private void sort(String value) throws Refusal {
    checkFirst("sort", sort.isPresent());
    if (!Qualifiers.SORTS.contains(value)) {
      throw Refusal.badRequest(Text.NOT_ONE_OF, value, "sort", Qualifiers.SORTS);
    }
    sort = Optional.of(value);
  }

  private void limit(String value) throws Refusal {
    checkFirst("limit", limit.isPresent());
    long number = Numbers.clamped(value);
    if (number < 1 || number > MAX_LIMIT) {
      throw Refusal.badRequest(Text.LIMIT_OUT_OF_RANGE, value, MAX_LIMIT);
    }
    limit = OptionalInt.of((int) number);
  }

  private void after(String value) throws Refusal {
    checkFirst("after", after.isPresent());
    long id = Numbers.clamped(value);
    if (id < 0) {
      throw Refusal.badRequest(Text.NUMBER_MALFORMED, "after", value, 0);
    }
    after = OptionalLong.of(id);
  }

  private void since(String value) throws Refusal {
    checkFirst("since", since.isPresent());
    int slash = value.indexOf('/');
    long seq = Numbers.clamped(value.substring(slash + 1));
    OptionalLong generation =
        slash < 0
            ? OptionalLong.empty()
            : OptionalLong.of(Numbers.clamped(value.substring(0, slash)));
    if (seq < 0 || generation.orElse(0) < 0) {
      throw Refusal.badRequest(Text.SINCE_MALFORMED, value);
    }
    since = Optional.of(new Request.Since(generation, seq));
  }

  private static void checkFirst(String name, boolean repeated) throws Refusal {
    if (repeated) {
      throw Refusal.badRequest(Text.QUALIFIER_REPEATED, name);
    }
  }
}
