package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.Meddler;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.TestServer;

/**
 * Watches beside concurrent writers: whatever its query, its beginning and its speed, a watch shows
 * every change that matches, once and in order, and whether the ticket matches after it. What
 * matches is told from the whole log by a filter of the test's own.
 */
class WatchRaceTest {
  private static final int WRITERS = 3;
  private static final int CHANGES = Size.of("changes", 200, 1_000);
  private static final int TICKETS = 40;
  private static final String LAST = "the last";

  @TempDir Path folder;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    threads.shutdownNow();
    server.close();
  }

  /** A ticket after some change: as the event shows it, and its comments. */
  private record State(Map<String, Object> ticket, List<String> comments) {
    boolean is(String member, Object... values) {
      return List.of(values).contains(Json.value(ticket, member));
    }

    boolean has(String tag) {
      return ((List<?>) Json.value(ticket, "tags")).contains(tag);
    }

    boolean says(String word) {
      return Json.value(ticket, "title").toString().contains(word)
          || comments.stream().anyMatch(text -> text.contains(word));
    }
  }

  private record Filter(String query, Predicate<State> holds) {}

  private static final List<Filter> FILTERS =
      List.of(
          new Filter("", state -> true),
          new Filter("status:open", state -> state.is("status", "open")),
          new Filter("status:closed,waiting", state -> state.is("status", "closed", "waiting")),
          new Filter("tag:x", state -> state.has("x")),
          new Filter("assignee:W1", state -> state.is("assignee", "W1")),
          new Filter(
              "assignee:- tag:y", state -> state.is("assignee", Json.NULL) && state.has("y")),
          new Filter("priority:high,urgent", state -> state.is("priority", "high", "urgent")),
          new Filter("text:alpha", state -> state.says("alpha")),
          new Filter("id:5..9", state -> state.is("id", 5L, 6L, 7L, 8L, 9L)),
          new Filter("last", state -> state.says("last")));

  @Test
  void shouldShowEveryMatchingChangeOnceAndInOrder() throws Exception {
    Random random = new Random(Seed.next());
    LineClient main = server.connect("Main");
    for (int i = 0; i < TICKETS; i++) {
      main.status("SENDTICKET {\"title\":\"t\"}");
    }
    List<Future<Seen>> watches = new ArrayList<>();
    for (Filter filter : FILTERS) {
      watches.add(watch(filter, 0, Integer.MAX_VALUE));
    }
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      LineClient writer = server.connect("W" + i);
      Meddler meddler = new Meddler(writer, new Random(random.nextLong()), TICKETS);
      writers.add(threads.submit(() -> meddler.meddle(CHANGES)));
    }
    for (Filter filter : FILTERS) {
      watches.add(watch(filter, -1, Integer.MAX_VALUE));
      int many = 1 + random.nextInt(50);
      watches.add(watch(filter, 0, many));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    for (int id = 1; id <= TICKETS; id++) {
      assertThat(main.outcome("EDIT " + id + " {\"title\":\"" + LAST + "\"}")).isEqualTo("OK");
    }
    String matching =
        "EDIT 7 {\"tags\":[\"x\",\"y\"],\"priority\":\"urgent\",\"assignee\":%s,\"title\":\""
            + LAST
            + " alpha %s\"}";
    // From whatever the writers left: what follows must match each query at some moment.
    main.status("STATUS 7 open");
    assertThat(main.outcome(matching.formatted("\"W1\"", "1"))).isEqualTo("OK");
    assertThat(main.outcome(matching.formatted("null", "2"))).isEqualTo("OK");
    assertThat(main.outcome("STATUS 7 waiting")).isEqualTo("OK");
    List<Map<String, Object>> log = log();
    int shown = 0;
    for (Future<Seen> watch : watches) {
      Seen seen = watch.get();
      assertThat(seen.events()).as(seen.toString()).isEqualTo(expected(log, seen));
      shown += seen.events().size();
    }
    assertThat(shown).isGreaterThan(WRITERS * CHANGES);
  }

  /** A change by its number, and whether the ticket matches after it. */
  private record Change(long seq, boolean matches) {}

  /** What a watch showed from behind the change {@code since} on. */
  private record Seen(Filter filter, long since, List<Change> events) {
    @Override
    public String toString() {
      return "WATCH since:" + since + " " + filter.query() + ": " + events.size() + " events";
    }
  }

  /**
   * Watches, from when this returns on a thread of its own, until the last change that matches.
   *
   * @param since -1: from now on
   * @param atOnce so many events on one connection, then from there on another
   */
  private Future<Seen> watch(Filter filter, long since, int atOnce) {
    LineClient client = server.connect();
    client.status("FORMAT json");
    String from = since < 0 ? "" : "since:" + since + " ";
    long begun = Json.number(Json.object(client.watch("WATCH " + from + filter.query())), "seq");
    assertThat(begun).isGreaterThanOrEqualTo(since);
    return threads.submit(() -> follow(client, filter, begun, atOnce));
  }

  private Seen follow(LineClient first, Filter filter, long begun, int atOnce) {
    LineClient client = first;
    List<Change> events = new ArrayList<>();
    while (true) {
      Map<String, Object> event = Json.object(client.event());
      boolean matches = Json.value(event, "matches").equals(true);
      events.add(new Change(Json.number(event, "seq"), matches));
      if (isLast(event)) {
        return new Seen(filter, begun, events);
      }
      if (events.size() % atOnce == 0) {
        client.close();
        client = server.connect();
        client.status("FORMAT json");
        client.watch("WATCH since:" + events.get(events.size() - 1).seq() + " " + filter.query());
      } else if (events.size() % 7 == 0) {
        // A request now and then: events come between replies, never inside one.
        assertThat(client.ask("LIST limit:2")).hasSize(3);
      }
    }
  }

  /** The changes behind the writers' are the last ones for every query. */
  private static boolean isLast(Map<String, Object> event) {
    return Json.value(event, "by").equals("Main")
        && Json.value(Json.member(event, "ticket"), "title").toString().startsWith(LAST)
        && Json.number(event, "id") == 7
        && !Json.value(event, "event").equals("reopened");
  }

  private List<Map<String, Object>> log() {
    LineClient client = server.connect();
    client.send("FORMAT json", "WATCH since:0").finish();
    List<String> lines = client.rest();
    return lines.subList(2, lines.size()).stream().map(Json::object).toList();
  }

  private static List<Change> expected(List<Map<String, Object>> log, Seen seen) {
    long last = seen.events().get(seen.events().size() - 1).seq();
    Map<Object, State> states = new HashMap<>();
    List<Change> expected = new ArrayList<>();
    long seq = 0;
    for (Map<String, Object> event : log) {
      assertThat(Json.number(event, "seq")).as("a rising number").isGreaterThan(seq);
      seq = Json.number(event, "seq");
      Object id = Json.value(event, "id");
      State before = states.get(id);
      List<String> comments = new ArrayList<>(before == null ? List.of() : before.comments());
      if (event.containsKey("comment")) {
        comments.add(Json.value(event, "comment").toString());
      }
      State after = new State(Json.member(event, "ticket"), comments);
      states.put(id, after);
      boolean matches = seen.filter().holds().test(after);
      boolean matched = before != null && seen.filter().holds().test(before);
      if ((matches || matched) && seq > seen.since() && seq <= last) {
        expected.add(new Change(seq, matches));
      }
    }
    return expected;
  }
}
