package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;

/** Section 7 of the protocol, one connection at a time; under load see {@link WatchRaceTest}. */
class WatchTest {
  @TempDir Path folder;
  private TestServer server;
  private LineClient ana;
  private LineClient watcher;

  @BeforeEach
  void start() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
    ana = server.connect("Ana");
    watcher = server.connect("Walt");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void file(String title) {
    assertThat(ana.outcome("SENDTICKET {\"title\":\"" + title + "\"}")).isEqualTo("OK");
  }

  private static long seqOf(String event) {
    return Long.parseLong(event.split(" ", 3)[1]);
  }

  @Test
  void shouldBeginBehindTheLastChange() {
    file("before");
    watcher.status("FORMAT json");
    assertThat(Json.object(watcher.watch("WATCH")))
        .containsEntry("seq", 1L)
        .containsKey("generation");
    file("after");
    assertThat(watcher.event()).contains("\"seq\":2,\"id\":2").contains("after");
  }

  @Test
  void shouldReplayWhatWasBeforeAndGoOn() {
    file("a");
    file("b");
    watcher.watch("WATCH since:0");
    assertThat(watcher.event()).isEqualTo("! 1 #1 [Ana] filed a");
    assertThat(watcher.event()).isEqualTo("! 2 #2 [Ana] filed b");
    file("c");
    assertThat(watcher.event()).isEqualTo("! 3 #3 [Ana] filed c");
    LineClient late = server.connect();
    late.watch("WATCH since:2");
    assertThat(late.event()).isEqualTo("! 3 #3 [Ana] filed c");
  }

  @Test
  void shouldGoOnFromThePlaceItsAnswerNames() {
    watcher.status("FORMAT json");
    var answer = Json.object(watcher.watch("WATCH"));
    file("a");
    String place = Json.number(answer, "generation") + "/" + Json.number(answer, "seq");
    LineClient other = server.connect();
    other.watch("WATCH since:" + place);
    assertThat(other.event()).isEqualTo("! 1 #1 [Ana] filed a");
  }

  @Test
  void shouldRefuseAPlaceThatIsNotOfThisHistory() {
    file("a");
    ana.status("FORMAT json");
    long generation = Json.number(ana.statusJson("STATS"), "generation");
    assertThat(watcher.outcome("WATCH since:2")).isEqualTo("gone");
    assertThat(watcher.outcome("WATCH since:" + (generation + 1) + "/0")).isEqualTo("gone");
    assertThat(watcher.outcome("WATCH since:" + generation + "/2")).isEqualTo("gone");
    assertThat(watcher.outcome("WATCH since:" + generation + "/1")).isEqualTo("OK");
    assertThat(watcher.outcome("WATCH since:1")).isEqualTo("OK");
  }

  @Test
  void shouldKeepTheWatchThatARefusedOneWouldReplace() {
    watcher.watch("WATCH");
    assertThat(watcher.outcome("WATCH since:99")).isEqualTo("gone");
    assertThat(watcher.outcome("WATCH colour:red")).isEqualTo("bad-request");
    file("a");
    assertThat(watcher.event()).isEqualTo("! 1 #1 [Ana] filed a");
  }

  @Test
  void shouldWriteEveryEventOnALine() {
    watcher.watch("WATCH");
    for (String request :
        List.of(
            "SENDTICKET {\"title\":\"a b\",\"priority\":\"high\",\"tags\":[\"x\"],\"assignee\":\"Bob\"}",
            "COMMENT 1 {\"text\":\"l1\\nl2\"}",
            "ASSIGN 1 -",
            "TAKE 1",
            "STATUS 1 waiting",
            "CLOSE 1 invalid no",
            "REOPEN 1",
            "PRIORITY 1 low",
            "TAG 1 -x +y",
            "EDIT 1 {\"title\":\"c\",\"description\":\"d\"}")) {
      assertThat(ana.outcome(request)).isEqualTo("OK");
    }
    List<String> events = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      events.add(watcher.event());
    }
    assertThat(events)
        .containsExactly(
            "! 1 #1 [Ana] filed a b · high · @Bob · +x",
            "! 2 #1 [Ana] commented comment l1 ⏎ l2",
            "! 3 #1 [Ana] assigned assignee Bob -> -",
            "! 4 #1 [Ana] taken status open -> in-progress · assignee - -> Ana",
            "! 5 #1 [Ana] status status in-progress -> waiting",
            "! 6 #1 [Ana] closed status waiting -> closed · resolution - -> invalid · comment no",
            "! 7 #1 [Ana] reopened status closed -> open · resolution invalid -> -",
            "! 8 #1 [Ana] prioritised priority high -> low",
            "! 9 #1 [Ana] tagged tags +y -x",
            "! 10 #1 [Ana] edited title \"a b\" -> \"c\" · description");
    List<String> history = watcher.ask("HISTORY 1");
    assertThat(history).hasSize(11).endsWith("[OK] 10 changes");
    for (int i = 0; i < 10; i++) {
      String what = events.get(i).substring(events.get(i).indexOf('['));
      assertThat(history.get(i))
          .matches(" " + (i + 1) + " \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d\\d:\\d\\d .*")
          .endsWith(" " + what);
    }
    assertThat(watcher.ask("HISTORY 1 after:3 limit:2")).hasSize(3).startsWith(history.get(3));
    assertThat(watcher.ask("HISTORY 1 after:10")).containsExactly("[OK] 0 changes");
  }

  @ParameterizedTest
  @CsvSource({
    "status:open, 1 2 3 4 5",
    "status:closed, 4 5",
    "status:waiting, ''",
    "tag:x, 2 3",
    "'', 1 2 3 4 5",
    "assignee:-, 1 2 3 4 5",
    "assignee:me, ''",
    "priority:high, ''",
    "text:secret, 3 4 5",
    "id:2.., ''",
    "author:ana, 1 2 3 4 5",
    "HELLO, 1 2 3 4 5",
    "-tag:x, 1 2 3 4 5",
    "-status:open, 4 5",
    "-text:secret, 1 2 3",
    "-author:ana, ''",
    "created:7d, 1 2 3 4 5",
    "-created:>yesterday, ''",
    "status:closed text:secret tag:x, ''"
  })
  void shouldShowWhatMatchesBeforeOrAfter(String query, String seqs) {
    watcher.watch("WATCH " + query);
    file("hello");
    ana.status("TAG 1 +x");
    ana.status("EDIT 1 {\"tags\":[],\"description\":\"Secret\"}");
    ana.status("CLOSE 1");
    ana.status("REOPEN 1");
    List<String> expected = seqs.isEmpty() ? List.of() : List.of(seqs.split(" ", -1));
    LineClient replay = server.connect("Walt");
    replay.send("WATCH since:0 " + query).finish();
    List<String> replayed = replay.rest();
    assertThat(seqsOf(replayed.subList(1, replayed.size()))).isEqualTo(expected);
    List<String> live = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      live.add(watcher.event());
    }
    assertThat(live).isEqualTo(replayed.subList(1, replayed.size()));
    assertThat(watcher.outcome("UNWATCH")).isEqualTo("OK");
    assertThat(watcher.eventsSoFar()).isEmpty();
  }

  private static List<String> seqsOf(List<String> events) {
    return events.stream().map(event -> String.valueOf(seqOf(event))).toList();
  }

  @Test
  void shouldNeverShowWhatChangedNothing() {
    file("a");
    assertThat(ana.outcome("@k PRIORITY 1 normal")).isEqualTo("OK");
    assertThat(ana.outcome("PRIORITY 1 high")).isEqualTo("OK");
    watcher.send("WATCH since:0").finish();
    assertThat(watcher.rest().subList(1, 3))
        .containsExactly(
            "! 1 #1 [Ana] filed a", "! 3 #1 [Ana] prioritised priority normal -> high");
  }

  @Test
  void shouldShowNothingBehindTheAnswerToUnwatch() {
    for (int i = 0; i < 20; i++) {
      watcher.watch("WATCH");
      ana.send("SENDTICKET {\"title\":\"a\"}");
      assertThat(watcher.outcome("UNWATCH")).isEqualTo("OK");
      watcher.eventsSoFar();
      ana.reply();
      file("b");
      assertThat(watcher.outcome("PING")).isEqualTo("OK");
      assertThat(watcher.eventsSoFar()).isEmpty();
    }
    assertThat(watcher.outcome("UNWATCH")).isEqualTo("OK");
  }

  @Test
  void shouldReplaceTheFirstWatchByTheSecond() {
    watcher.watch("WATCH");
    watcher.watch("WATCH tag:x");
    file("a");
    ana.status("TAG 1 +x");
    assertThat(watcher.event()).isEqualTo("! 2 #1 [Ana] tagged tags +x");
    watcher.watch("WATCH since:0");
    assertThat(watcher.event()).isEqualTo("! 1 #1 [Ana] filed a");
    assertThat(watcher.event()).isEqualTo("! 2 #1 [Ana] tagged tags +x");
  }

  @Test
  void shouldSpeakAsToldFromTheNextEventOn() {
    watcher.watch("WATCH");
    file("a");
    assertThat(watcher.event()).startsWith("! 1 ");
    watcher.status("FORMAT json");
    file("b");
    assertThat(watcher.event()).startsWith("{\"event\":\"filed\",\"seq\":2,");
    watcher.status("FORMAT text");
    file("c");
    assertThat(watcher.event()).startsWith("! 3 ");
  }

  @Test
  void shouldShowAWatcherItsOwnChangesBehindTheirAnswers() {
    watcher.watch("WATCH");
    watcher.send(
        "SENDTICKET {\"title\":\"a\"}",
        "SENDTICKET {\"title\":\"b\"}",
        "LIST",
        "SENDTICKET",
        "c",
        "d");
    assertThat(watcher.reply()).containsExactly("[OK] Ticket added (#1)");
    assertThat(watcher.reply()).containsExactly("[OK] Ticket added (#2)");
    assertThat(watcher.reply()).hasSize(3);
    assertThat(watcher.reply()).endsWith("[OK] Ticket added (#3)");
    assertThat(List.of(watcher.event(), watcher.event(), watcher.event()))
        .containsExactly("! 1 #1 [Walt] filed a", "! 2 #2 [Walt] filed b", "! 3 #3 [Walt] filed c");
  }

  @Test
  void shouldOweTheReplayToAPeerThatClosedItsSide() {
    for (int i = 0; i < 3_000; i++) {
      ana.send("SENDTICKET {\"title\":\"" + "x".repeat(100) + "\"}");
    }
    for (int i = 0; i < 3_000; i++) {
      ana.reply();
    }
    watcher.send("WATCH since:0").finish();
    List<String> rest = watcher.rest();
    assertThat(rest).hasSize(3_001);
    assertThat(rest.get(3_000)).startsWith("! 3000 #3000 ");
  }

  /** Ten watchers that do not read are owed 1.2 GB: more than the heap of the tests. */
  @Test
  void shouldCostNoMemoryWhenItsPeerIsSlow() throws IOException {
    int edits = 1_000;
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 10; i++) {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.connect(server.address());
        socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
        socket.getOutputStream().write("FORMAT json\nWATCH\n".getBytes(StandardCharsets.UTF_8));
        stalled.add(socket);
      }
      List<BufferedReader> readers = new ArrayList<>();
      for (Socket socket : stalled) {
        BufferedReader reader =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1024);
        assertThat(reader.readLine()).contains("\"ok\":true");
        assertThat(reader.readLine()).contains("\"generation\"");
        readers.add(reader);
      }
      file("a");
      String text = "x".repeat(30_000);
      for (int i = 0; i < edits; i++) {
        ana.send("EDIT 1 {\"description\":\"" + text + i % 2 + "\",\"title\":\"t" + i + "\"}");
      }
      for (int i = 0; i < edits; i++) {
        assertThat(ana.reply().get(0)).isEqualTo("[OK] Ticket edited (#1)");
      }
      // Each edit's event holds both descriptions.
      BufferedReader late = readers.get(3);
      for (int seq = 1; seq <= edits + 1; seq++) {
        assertThat(late.readLine()).contains("\"seq\":" + seq + ",");
      }
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
  }

  @Test
  void shouldReachAThousandWatchers() {
    List<LineClient> watchers = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      LineClient client = server.connect();
      client.watch(i % 10 == 0 ? "WATCH tag:x" : "WATCH");
      watchers.add(client);
    }
    file("a");
    ana.status("TAG 1 +x");
    for (int i = 0; i < 1_000; i++) {
      if (i % 10 != 0) {
        assertThat(watchers.get(i).event()).isEqualTo("! 1 #1 [Ana] filed a");
      }
      assertThat(watchers.get(i).event()).isEqualTo("! 2 #1 [Ana] tagged tags +x");
    }
  }
}
