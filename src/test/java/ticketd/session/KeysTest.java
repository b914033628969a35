package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.Seed;
import ticketd.testing.TestServer;

/** Exactly once: section 6 of the protocol, in one process; over processes see the IT. */
class KeysTest {
  @TempDir Path folder;
  private TestServer server;
  private LineClient ana;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
    ana = json("Ana");
    ana.statusJson("SENDTICKET {\"title\":\"a\"}");
    ana.statusJson("SENDTICKET {\"title\":\"b\"}");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LineClient json(String name) {
    LineClient client = server.connect(name);
    client.status("FORMAT json");
    return client;
  }

  private long events() {
    return Json.number(ana.statusJson("STATS"), "events");
  }

  /** The same request in two spellings. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SENDTICKET {"title":"é"} | sendticket  { "title" : "  \\u00e9 " }
          SENDTICKET {"title":"c"} | SENDTICKET {"priority":"normal","title":"c","description":"","tags":[],"assignee":null}
          SENDTICKET {"title":"c","tags":["x","y"]} | SENDTICKET {"tags":["y","x","y"],"title":"\\u0063"}
          SENDTICKET {"title":"c","assignee":"me"} | SENDTICKET {"title":"c","assignee":"ANA"}
          SENDTICKET {"title":"c","description":"d\\ne"} | SENDTICKET {"title":"c","description":"d\\u000ae"}
          COMMENT 1 c  d | COMMENT #1 {"text":"c  d"}
          COMMENT 1 c | comment   001   c
          TAKE 1 | take #1
          TAKE NEXT status:open,waiting tag:x | TAKE  next  tag:x status:waiting,open
          TAKE NEXT author:ana | TAKE NEXT author:"ＡＮＡ"
          TAKE NEXT -tag:x created:7d | TAKE NEXT created:7d -tag:x
          COMMENT 1 {"text":"a\\r\\nb"} | COMMENT 1 {"text":"a\\nb"}
          TAKE NEXT id:1.. "a" | TAKE NEXT A id:1..
          ASSIGN 1 Bob | ASSIGN 1   bob
          ASSIGN 1 me | ASSIGN 1 Ana
          STATUS 1 waiting | Status 1  waiting
          CLOSE 1 | CLOSE 1 fixed
          CLOSE 1 invalid no way | close  1  invalid  no way
          PRIORITY 1 high | priority 1 high
          TAG 1 +x -y | TAG 1  +x  -y
          EDIT 1 {"title":"c","tags":["x","y"]} | EDIT 1 {"tags":["y","x"], "title":" c"}
          EDIT 1 {"version":1,"assignee":"Bob"} | EDIT 1 {"assignee":"BOB","version":1}
          """)
  void shouldKnowARequestInAnotherSpelling(String first, String repeat) {
    ana.statusJson("TAG 2 +x");
    String answer = ana.status("@k " + first);
    long events = events();
    String repeated = json("ana").status("@k   " + repeat);
    assertThat(repeated).isEqualTo(asRepeat(answer));
    assertThat(events()).isEqualTo(events);
  }

  /** What a repeat of the request so answered is answered. */
  private static String asRepeat(String answer) {
    int ticket = answer.indexOf(",\"ticket\"");
    int at = ticket < 0 ? answer.length() - 1 : ticket;
    return answer.substring(0, at) + ",\"duplicate\":true" + answer.substring(at);
  }

  /** Another request under the same key. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          SENDTICKET {"title":"c"} | SENDTICKET {"title":"C"}
          SENDTICKET {"title":"c"} | SENDTICKET {"title":"c","description":"d"}
          SENDTICKET {"title":"c"} | SENDTICKET {"title":"c","priority":"low"}
          SENDTICKET {"title":"c"} | SENDTICKET {"title":"c","tags":["x"]}
          SENDTICKET {"title":"c"} | SENDTICKET {"title":"c","assignee":"me"}
          SENDTICKET {"title":"é"} | SENDTICKET {"title":"e\\u0301"}
          COMMENT 1 c d | COMMENT 1 c  d
          COMMENT 1 c | COMMENT 2 c
          TAKE 1 | ASSIGN 1 me
          TAKE 1 | TAKE NEXT
          TAKE NEXT | TAKE NEXT status:open
          TAKE NEXT -status:closed | TAKE NEXT status:closed
          TAKE NEXT created:7d | TAKE NEXT created:8d
          ASSIGN 1 Bob | ASSIGN 1 -
          STATUS 1 closed | CLOSE 1
          STATUS 1 waiting | STATUS 1 in-progress
          CLOSE 1 | CLOSE 1 invalid
          CLOSE 1 invalid no | CLOSE 1 invalid
          TAG 1 +x +y | TAG 1 +x
          TAG 1 +x -x | TAG 1 -x +x
          PRIORITY 1 low | EDIT 1 {"priority":"low"}
          EDIT 1 {"title":"c"} | EDIT 1 {"title":"c","version":1}
          EDIT 1 {"title":"c"} | EDIT 1 {"description":"c"}
          EDIT 1 {"assignee":null} | EDIT 1 {}
          EDIT 1 {"tags":[]} | EDIT 1 {}
          """)
  void shouldRefuseAKeyThatWasUsedForAnotherRequest(String first, String other) {
    ana.statusJson("@k " + first);
    long events = events();
    assertThat(ana.outcome("@k " + other)).isEqualTo("conflict");
    assertThat(ana.outcome("@k SENDTICKET {\"title\":\"other\"}")).isEqualTo("conflict");
    ana.send("@k SENDTICKET", "c", "other");
    assertThat(ana.reply().get(2)).contains("conflict");
    assertThat(events()).isEqualTo(events);
    assertThat(ana.statusJson("@k " + first)).containsEntry("duplicate", true);
  }

  @Test
  void shouldLetEveryIdentityHaveItsOwnKeys() {
    assertThat(ana.statusJson("@k CLOSE 1")).doesNotContainKey("duplicate");
    LineClient bob = json("Bob");
    assertThat(bob.statusJson("@k CLOSE 2")).doesNotContainKey("duplicate");
    bob.status("IDENT ANA");
    assertThat(bob.statusJson("@k CLOSE 1")).containsEntry("duplicate", true);
    assertThat(bob.outcome("@k CLOSE 2")).isEqualTo("conflict");
  }

  @Test
  void shouldNotUseAKeyUpForARefusal() {
    assertThat(ana.outcome("@k REOPEN 1")).isEqualTo("conflict");
    assertThat(ana.outcome("@k TAKE 99")).isEqualTo("not-found");
    assertThat(ana.outcome("@k TAKE x")).isEqualTo("bad-request");
    assertThat(server.connect().outcome("@k TAKE 1")).isEqualTo("not-identified");
    assertThat(ana.statusJson("@k CLOSE 1")).doesNotContainKey("duplicate");
  }

  @Test
  void shouldAnswerARepeatAsTheFirstWhateverHappenedSince() {
    Map<String, Object> first = ana.statusJson("@k TAKE NEXT");
    ana.statusJson("CLOSE 1 invalid");
    ana.statusJson("ASSIGN 1 Bob");
    Map<String, Object> repeat = ana.statusJson("@k TAKE NEXT");
    assertThat(repeat.remove("duplicate")).isEqualTo(true);
    assertThat(repeat).isEqualTo(first).containsEntry("id", 1L);
    assertThat(ana.statusJson("@other TAKE NEXT")).containsEntry("id", 2L);
  }

  @Test
  void shouldRememberWhatChangedNothing() {
    long events = events();
    Map<String, Object> first = ana.statusJson("@k PRIORITY 1 normal");
    assertThat(first)
        .containsEntry("changed", false)
        .containsEntry("version", 1L)
        .containsEntry("seq", 1L);
    assertThat(events()).as("a number of its own").isEqualTo(events + 1);
    ana.statusJson("PRIORITY 1 high");
    Map<String, Object> repeat = ana.statusJson("@k PRIORITY 1 normal");
    assertThat(repeat.remove("duplicate")).isEqualTo(true);
    assertThat(repeat).isEqualTo(first);
    assertThat(events()).isEqualTo(events + 2);
    assertThat(ana.ask("HISTORY 1")).hasSize(3);
    assertThat(ana.askJson("SHOW 1").get(0)).containsEntry("version", 2L);
    assertThat(ana.statusJson("PRIORITY 1 high")).containsEntry("changed", false);
    assertThat(events()).as("none without a key").isEqualTo(events + 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "always", "interval"})
  void shouldRememberOverARestart(String sync) {
    server.close();
    Path other = folder.resolve(sync);
    TestServer.Setup setup = TestServer.Setup.in(other).syncing(sync);
    List<String> requests =
        List.of(
            "@f SENDTICKET {\"title\":\"a\"}",
            "@t TAKE NEXT",
            "@n TAKE 1",
            "@c CLOSE 1 invalid b",
            "@p PRIORITY 1 normal");
    List<String> answers = new ArrayList<>();
    server = TestServer.start(setup);
    LineClient before = json("Ana");
    requests.forEach(request -> answers.add(before.status(request)));
    before.statusJson("REOPEN 1");
    server.close();
    server = TestServer.start(setup);
    LineClient after = json("Ana");
    for (int i = 0; i < requests.size(); i++) {
      assertThat(after.status(requests.get(i))).isEqualTo(asRepeat(answers.get(i)));
    }
    assertThat(after.outcome("@f TAKE 1")).isEqualTo("conflict");
  }

  @Test
  void shouldCarryOutOnceWhatIsPipelinedTwice() {
    ana.send(
        "@k SENDTICKET {\"title\":\"c\"}",
        "@k SENDTICKET {\"title\":\"c\"}",
        "@k SENDTICKET {\"title\":\"d\"}",
        "@t TAKE NEXT",
        "@t TAKE NEXT",
        "@n PRIORITY 1 normal",
        "@n PRIORITY 1 normal");
    List<Map<String, Object>> answers = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      answers.add(Json.object(ana.reply().get(0)));
    }
    assertThat(answers.get(0)).containsEntry("id", 3L).doesNotContainKey("duplicate");
    assertThat(answers.get(1)).containsEntry("id", 3L).containsEntry("duplicate", true);
    assertThat(answers.get(2)).containsEntry("code", "conflict");
    assertThat(answers.get(3)).containsEntry("id", 1L).doesNotContainKey("duplicate");
    assertThat(answers.get(4)).containsEntry("id", 1L).containsEntry("duplicate", true);
    assertThat(answers.get(5)).containsEntry("changed", false).doesNotContainKey("duplicate");
    assertThat(answers.get(6)).containsEntry("changed", false).containsEntry("duplicate", true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"os", "always"})
  void shouldCarryOutOnceWhatManyConnectionsSend(String sync) throws Exception {
    server.close();
    server = TestServer.start(TestServer.Setup.in(folder.resolve(sync)).syncing(sync));
    int keys = 300;
    long seed = Seed.next();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Map<Integer, Long>>> results = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        results.add(threads.submit(fileInAnyOrder(keys, new Random(seed + i))));
      }
      Map<Integer, Long> ids = results.get(0).get();
      for (Future<Map<Integer, Long>> result : results) {
        assertThat(result.get()).isEqualTo(ids);
      }
      assertThat(new HashSet<>(ids.values())).hasSize(keys);
      assertThat(server.connect().status("LIST")).isEqualTo("[OK] " + keys + " tickets");
    } finally {
      threads.shutdownNow();
    }
  }

  /** Files a ticket a key, all keys in some order, a few at a time; the id each was answered. */
  private Callable<Map<Integer, Long>> fileInAnyOrder(int keys, Random random) {
    LineClient client = json("Ana");
    return () -> {
      List<Integer> order = new ArrayList<>();
      for (int key = 0; key < keys; key++) {
        order.add(key);
      }
      Collections.shuffle(order, random);
      Map<Integer, Long> ids = new TreeMap<>();
      for (int from = 0; from < keys; from += 10) {
        List<Integer> some = order.subList(from, Math.min(keys, from + 10));
        some.forEach(key -> client.send("@" + key + " SENDTICKET {\"title\":\"t" + key + "\"}"));
        some.forEach(key -> ids.put(key, Json.number(Json.object(client.reply().get(0)), "id")));
      }
      return ids;
    };
  }
}
