package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.journal.StoredEvent;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.TestServer;

/** The query language against a store of many kinds of tickets, by a filter of the test's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Paris");
  private static final int TICKETS = 300;
  private static final int QUERIES = Size.of("queries", 400, 1_000);

  private static final List<String> STATUSES = List.of("open", "in-progress", "waiting", "closed");
  private static final List<String> PRIORITIES = List.of("low", "normal", "high", "urgent");
  private static final List<String> NAMES =
      List.of("Jules", "Jules Martin", "Ana", "Zoë", "O'Neil", "李雷");
  private static final List<String> TAGS = List.of("infra", "ui", "v1.2", "a_b", "0-day");
  private static final List<String> WORDS =
      List.of(
          "Écran", "noir", "disque", "PLEIN", "naïf", "Ærø", "aerosol", "coût", "100%", "où?",
          "中文");

  @TempDir static Path folder;
  private final Random random = Seed.random();
  private TestServer server;
  private LineClient jules;
  private final List<Row> rows = new ArrayList<>();

  /** A ticket as SHOW shows it. */
  private record Row(Map<String, Object> ticket) {
    long id() {
      return Json.number(ticket, "id");
    }

    long seq() {
      return Json.number(ticket, "seq");
    }

    String text(String member) {
      return Json.value(ticket, member).toString();
    }

    int priority() {
      return PRIORITIES.indexOf(text("priority"));
    }

    LocalDate day(String member) {
      return LocalDate.ofInstant(Instant.parse(text(member)), ZONE);
    }

    boolean has(String member, String element) {
      return ((List<?>) Json.value(ticket, member)).contains(element);
    }

    boolean titleHas(String word) {
      return plain(text("title")).contains(plain(word));
    }

    boolean textHas(String word) {
      return titleHas(word)
          || plain(text("description")).contains(plain(word))
          || Json.objects(ticket, "comments").stream()
              .anyMatch(comment -> plain(Json.value(comment, "text")).contains(plain(word)));
    }

    private static String plain(Object text) {
      return Normalizer.normalize(text.toString(), Normalizer.Form.NFD)
          .replaceAll("\\p{M}", "")
          .toLowerCase(Locale.ROOT)
          .replace("æ", "ae")
          .replace("ø", "o");
    }
  }

  /** A word of a query and what it says. */
  private record Term(String text, Predicate<Row> holds) {}

  @BeforeAll
  void file() {
    server = TestServer.start(folder);
    List<LineClient> people = NAMES.stream().map(server::connect).toList();
    people.forEach(person -> person.status("FORMAT json"));
    for (int id = 1; id <= TICKETS; id++) {
      LineClient author = pick(people);
      author.statusJson(
          "SENDTICKET {\"title\":%s,\"description\":%s,\"priority\":\"%s\",\"tags\":[%s]}"
              .formatted(words(), words(), pick(PRIORITIES), tags()));
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        pick(people).status(change(1 + random.nextInt(id)));
      }
    }
    jules = people.get(0);
    for (int id = 1; id <= TICKETS; id++) {
      rows.add(show(id));
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Row show(long id) {
    return new Row(jules.askJson("SHOW " + id).get(0));
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String words() {
    List<String> words = new ArrayList<>();
    for (int n = 1 + random.nextInt(3); n > 0; n--) {
      words.add(random.nextBoolean() ? pick(WORDS) : pick(WORDS).toUpperCase(Locale.ROOT));
    }
    return Json.quoted(String.join(" ", words));
  }

  private String tags() {
    return String.join(
        ",", TAGS.stream().filter(tag -> random.nextInt(3) == 0).map(Json::quoted).toList());
  }

  private String change(int id) {
    return switch (random.nextInt(7)) {
      case 0 -> "COMMENT " + id + " " + pick(WORDS) + " " + pick(WORDS);
      case 1 -> "ASSIGN " + id + " " + pick(NAMES);
      case 2 -> "STATUS " + id + " " + pick(STATUSES);
      case 3 -> "TAG " + id + " +" + pick(TAGS) + " -" + pick(TAGS);
      case 4 -> "PRIORITY " + id + " " + pick(PRIORITIES);
      case 5 -> "ASSIGN " + id + " -";
      default -> "EDIT " + id + " {\"title\":" + words() + "}";
    };
  }

  private Term term() {
    Term term = plainTerm();
    return random.nextInt(4) == 0
        ? new Term("-" + term.text(), row -> !term.holds().test(row))
        : term;
  }

  private Term plainTerm() {
    return switch (random.nextInt(13)) {
      case 0 -> {
        String status = pick(STATUSES);
        yield new Term("status:" + status, row -> row.text("status").equals(status));
      }
      case 1 -> {
        List<String> both = List.of(pick(STATUSES), pick(STATUSES));
        yield new Term(
            "status:" + String.join(",", both), row -> both.contains(row.text("status")));
      }
      case 2 -> {
        List<String> both = List.of(pick(PRIORITIES), pick(PRIORITIES));
        yield new Term(
            "priority:" + String.join(",", both), row -> both.contains(row.text("priority")));
      }
      case 3 -> name("author");
      case 4 -> name("assignee");
      case 5 ->
          random.nextBoolean()
              ? new Term("assignee:-", row -> row.text("assignee").equals("null"))
              : new Term("assignee:me", row -> row.text("assignee").equals("Jules"));
      case 6, 7 -> {
        String tag = pick(TAGS);
        yield new Term("tag:" + tag, row -> row.has("tags", tag));
      }
      case 8 -> ids();
      case 9 -> days(random.nextBoolean() ? "created" : "updated");
      case 10 -> {
        String word = pick(WORDS);
        yield new Term(random.nextBoolean() ? word : '"' + word + '"', row -> row.titleHas(word));
      }
      case 11 -> {
        String two = pick(WORDS) + " " + pick(WORDS);
        yield new Term('"' + two + '"', row -> row.titleHas(two));
      }
      default -> {
        String word = random.nextBoolean() ? pick(WORDS) : pick(WORDS) + " " + pick(WORDS);
        yield new Term("text:\"" + word + '"', row -> row.textHas(word));
      }
    };
  }

  private Term name(String member) {
    String name = pick(NAMES);
    String spelled = random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
    return new Term(
        member + ":" + (spelled.contains(" ") ? '"' + spelled + '"' : spelled),
        row -> row.text(member).equals(name));
  }

  private Term ids() {
    long one = 1L + random.nextInt(TICKETS);
    long other = one + random.nextInt(TICKETS);
    return switch (random.nextInt(4)) {
      case 0 -> new Term("id:" + one, row -> row.id() == one);
      case 1 -> new Term("id:" + one + "..", row -> row.id() >= one);
      case 2 -> new Term("id:.." + one, row -> row.id() <= one);
      default -> new Term("id:" + one + ".." + other, row -> one <= row.id() && row.id() <= other);
    };
  }

  /** Everything was filed today, but for midnight. */
  private Term days(String member) {
    LocalDate from = LocalDate.now(ZONE).plusDays(random.nextInt(3) - 1);
    LocalDate to = from.plusDays(random.nextInt(2));
    return switch (random.nextInt(6)) {
      case 4 -> new Term(member + ":>" + from, row -> row.day(member + "At").isAfter(from));
      case 5 -> new Term(member + ":<=" + from, row -> !row.day(member + "At").isAfter(from));
      case 0 -> new Term(member + ":" + from, row -> row.day(member + "At").equals(from));
      case 1 -> new Term(member + ":" + from + "..", row -> !row.day(member + "At").isBefore(from));
      case 2 -> new Term(member + ":.." + to, row -> !row.day(member + "At").isAfter(to));
      default ->
          new Term(
              member + ":" + from + ".." + to,
              row -> !row.day(member + "At").isBefore(from) && !row.day(member + "At").isAfter(to));
    };
  }

  private List<Term> query() {
    return IntStream.range(0, 1 + random.nextInt(3)).mapToObj(i -> term()).toList();
  }

  private static String text(List<Term> query) {
    return String.join(" ", query.stream().map(Term::text).toList());
  }

  private List<Row> matches(List<Term> query) {
    return rows.stream()
        .filter(row -> query.stream().allMatch(term -> term.holds().test(row)))
        .toList();
  }

  private List<Long> list(String query) {
    List<Map<String, Object>> reply = jules.askJson("LIST " + query);
    Map<String, Object> status = reply.get(reply.size() - 1);
    assertThat(status).as(query).containsExactlyEntriesOf(counted(reply.size() - 1));
    return reply.subList(0, reply.size() - 1).stream().map(row -> Json.number(row, "id")).toList();
  }

  private static Map<String, Object> counted(long count) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("ok", true);
    status.put("count", count);
    return status;
  }

  private static List<Long> ids(List<Row> found) {
    return found.stream().map(Row::id).toList();
  }

  @Test
  void shouldListWhatMatchesAndNothingElse() {
    int found = 0;
    for (int i = 0; i < QUERIES; i++) {
      List<Term> query = query();
      List<Row> matches = matches(query);
      assertThat(list(text(query))).as(text(query)).isEqualTo(ids(matches));
      found += matches.size();
    }
    assertThat(found).as("tickets found by all queries").isGreaterThan(QUERIES);
  }

  @Test
  void shouldSortLimitAndGoOnBehindAnId() {
    Comparator<Row> byId = Comparator.comparing(Row::id);
    Map<String, Comparator<Row>> sorts =
        Map.of(
            "id", byId,
            "-id", byId.reversed(),
            "updated", Comparator.comparing(Row::seq),
            "-updated", Comparator.comparing(Row::seq).reversed(),
            "priority", Comparator.comparing(Row::priority).thenComparing(byId),
            "-priority", Comparator.comparing(Row::priority).thenComparing(byId).reversed());
    for (int i = 0; i < QUERIES; i++) {
      List<Term> query = random.nextInt(4) == 0 ? List.of() : query();
      String sort = pick(List.copyOf(sorts.keySet()));
      int limit = 1 + random.nextInt(random.nextBoolean() ? 10 : 2 * TICKETS);
      Optional<Long> after =
          sort.endsWith("id") && random.nextBoolean()
              ? Optional.of((long) random.nextInt(TICKETS + 10))
              : Optional.empty();
      List<Row> expected =
          matches(query).stream()
              .sorted(sorts.get(sort))
              .filter(
                  row ->
                      after
                          .map(id -> sort.equals("id") ? row.id() > id : row.id() < id)
                          .orElse(true))
              .limit(limit)
              .toList();
      String words =
          "limit:%d sort:%s %s %s"
              .formatted(limit, sort, after.map(id -> "after:" + id).orElse(""), text(query));
      assertThat(list(words)).as(words).isEqualTo(ids(expected));
    }
  }

  @Test
  void shouldTakeTheMostUrgentThenTheOldestThatMatches() {
    int taken = 0;
    for (int i = 0; i < 300; i++) {
      List<Term> query = query();
      Optional<Row> expected =
          matches(query).stream()
              .filter(row -> row.text("status").equals("open"))
              .filter(row -> row.text("assignee").equals("null"))
              .max(Comparator.comparing(Row::priority).thenComparing(row -> -row.id()));
      Map<String, Object> answer = Json.object(jules.status("TAKE NEXT " + text(query)));
      if (expected.isEmpty()) {
        assertThat(answer).as(text(query)).containsEntry("code", "not-found");
        continue;
      }
      long id = expected.get().id();
      assertThat(answer).as(text(query)).containsEntry("id", id).containsEntry("changed", true);
      rows.set((int) id - 1, show(id));
      taken++;
    }
    assertThat(taken).isPositive();
  }

  /** The index knows tags by a bit each, which says for sure only that a tag is not there. */
  @Test
  void shouldNotTakeOneTagForAnotherThatTheIndexCannotTellFromIt() {
    String other =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(i -> "tag" + i)
            .filter(tag -> StoredEvent.tagSignature(tag) == StoredEvent.tagSignature("infra"))
            .findFirst()
            .orElseThrow();
    Row first = rows.get(0);
    try {
      jules.status("EDIT 1 {\"tags\":[\"" + other + "\"]}");
      assertThat(list("id:1 -tag:infra")).containsExactly(1L);
      assertThat(list("id:1 tag:infra")).isEmpty();
      assertThat(list("id:1 -tag:" + other)).isEmpty();
    } finally {
      List<String> tags =
          ((List<?>) Json.value(first.ticket(), "tags"))
              .stream().map(tag -> Json.quoted(tag.toString())).toList();
      jules.status("EDIT 1 {\"tags\":[" + String.join(",", tags) + "]}");
      rows.set(0, show(1));
    }
  }

  @Test
  void shouldShowARowInTextAsTheProtocolWritesIt() {
    LineClient reader = server.connect();
    for (String language : List.of("fr", "en")) {
      reader.status("LANG " + language);
      List<String> expected =
          new ArrayList<>(rows.stream().map(row -> line(row, language)).toList());
      expected.add("[OK] " + TICKETS + " tickets");
      assertThat(reader.ask("LIST")).isEqualTo(expected);
    }
  }

  private static String line(Row row, String language) {
    LocalDate day = row.day("createdAt");
    StringBuilder line = new StringBuilder();
    line.append("#%d [%s] %s - ".formatted(row.id(), row.text("author"), row.text("title")));
    line.append(
        language.equals("fr")
            ? "%02d/%02d/%d".formatted(day.getDayOfMonth(), day.getMonthValue(), day.getYear())
            : day.toString());
    String status = row.text("status");
    if (status.equals("closed")) {
      line.append(" · closed:").append(row.text("resolution"));
    } else if (!status.equals("open")) {
      line.append(" · ").append(status);
    }
    if (!row.text("priority").equals("normal")) {
      line.append(" · ").append(row.text("priority"));
    }
    if (!row.text("assignee").equals("null")) {
      line.append(" · @").append(row.text("assignee"));
    }
    ((List<?>) Json.value(row.ticket(), "tags")).forEach(tag -> line.append(" · +").append(tag));
    return line.toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "2"})
  void shouldCountInBothLanguages(String id) {
    LineClient reader = server.connect();
    String query = id.isEmpty() ? "LIST id:999999" : "LIST id:1.." + id;
    String count = id.isEmpty() ? "0" : id;
    assertThat(reader.status(query))
        .isEqualTo("[OK] " + count + (id.equals("2") ? " tickets" : " ticket"));
    reader.status("LANG en");
    assertThat(reader.status(query))
        .isEqualTo("[OK] " + count + (id.equals("1") ? " ticket" : " tickets"));
  }
}
