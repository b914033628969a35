package ticketd.http;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.http.EventPeer.Block;
import ticketd.journal.OneHost;
import ticketd.journal.Restoration;
import ticketd.testing.HandTime;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;

/** Streams of changes, one or a few at a time. */
class EventsTest {
  private static final String NDJSON = "Accept: application/x-ndjson";

  @TempDir Path folder;
  private TestServer server;
  private LineClient ana;
  private final List<EventPeer> peers = new ArrayList<>();

  @BeforeEach
  void start() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
    ana = server.connect("Ana");
  }

  @AfterEach
  void stop() {
    peers.forEach(EventPeer::close);
    server.close();
  }

  private void file(String title) {
    assertThat(ana.outcome("SENDTICKET {\"title\":\"" + title + "\"}")).isEqualTo("OK");
  }

  private EventPeer open(String query, String... headers) {
    EventPeer peer = EventPeer.open(server.address(), query, headers);
    peers.add(peer);
    return peer;
  }

  private long generation() {
    ana.status("FORMAT json");
    long generation = Json.number(ana.statusJson("STATS"), "generation");
    ana.status("FORMAT text");
    return generation;
  }

  @Test
  void shouldSayWhereItBeginsThenShowWhatHappens() {
    file("before");
    EventPeer peer = open("");
    assertThat(peer.status()).isEqualTo(200);
    assertThat(peer.head())
        .contains("Content-Type: text/event-stream", "X-Accel-Buffering: no")
        .contains("Cache-Control: no-store");
    Block hello = peer.block();
    assertThat(hello.event()).contains("hello");
    assertThat(hello.id()).isEqualTo(generation() + "/1");
    assertThat(hello.data()).containsEntry("generation", generation()).containsEntry("seq", 1L);
    assertThat(Long.parseLong(hello.fields().get("retry"))).isBetween(1_000L, 3_000L);
    file("after");
    Block change = peer.block();
    assertThat(change.fields()).containsOnlyKeys("id", "data");
    assertThat(change.id()).isEqualTo(generation() + "/2");
    assertThat(change.data())
        .containsEntry("event", "filed")
        .containsEntry("seq", 2L)
        .containsEntry("matches", true);
  }

  @Test
  void shouldShowTheSameObjectsAsAWatchOnALine() {
    EventPeer all = open("", NDJSON);
    EventPeer some = open("q=tag:x+status:open", NDJSON);
    LineClient watcher = server.connect();
    watcher.status("FORMAT json");
    watcher.watch("WATCH");
    LineClient filtered = server.connect();
    filtered.status("FORMAT json");
    filtered.watch("WATCH tag:x status:open");
    assertThat(all.head()).contains("Content-Type: application/x-ndjson", "X-Accel-Buffering: no");
    assertThat(all.nextLine().orElseThrow())
        .isEqualTo("{\"event\":\"hello\",\"generation\":" + generation() + ",\"seq\":0}");
    some.nextLine();
    file("é 😀 \\u0022");
    ana.status("TAG 1 +x");
    ana.status("COMMENT 1 {\"text\":\"l1\\nl2\"}");
    ana.status("TAG 1 -x");
    for (int i = 0; i < 4; i++) {
      assertThat(all.nextLine()).contains(watcher.event());
    }
    for (int i = 0; i < 3; i++) {
      assertThat(some.nextLine()).contains(filtered.event());
    }
  }

  @Test
  void shouldGoOnBehindThePositionItIsGiven() {
    file("a");
    file("b");
    file("c");
    long generation = generation();
    EventPeer peer = open("since=" + generation + "/1");
    assertThat(peer.block().id()).isEqualTo(generation + "/1");
    assertThat(peer.block().seq()).isEqualTo(2);
    assertThat(peer.block().seq()).isEqualTo(3);
    file("d");
    assertThat(peer.block().seq()).isEqualTo(4);
    EventPeer all = open("since=0");
    assertThat(List.of(all.block().seq(), all.block().seq())).containsExactly(0L, 1L);
    EventPeer again = open("since=" + generation + "/1", "Last-Event-ID: " + generation + "/3");
    assertThat(List.of(again.block().seq(), again.block().seq())).containsExactly(3L, 4L);
  }

  @Test
  void shouldBeginAnewWhereAPositionIsOfAnotherHistory() {
    file("a");
    long generation = generation();
    for (EventPeer peer :
        List.of(
            open("since=" + (generation + 1) + "/0"),
            open("since=2"),
            open("since=0", "Last-Event-ID: " + generation + "/2"),
            open("", "Last-Event-ID: " + (generation - 1) + "/1"),
            open("", "Last-Event-ID: 1"),
            open("", "Last-Event-ID: \u00e9"),
            open("", "Last-Event-ID: " + generation + "/1/"))) {
      Block reset = peer.block();
      assertThat(reset.event()).contains("reset");
      assertThat(reset.id()).isEqualTo(generation + "/1");
      assertThat(reset.data()).containsEntry("generation", generation).containsEntry("seq", 1L);
    }
    EventPeer live = peers.get(0);
    file("b");
    assertThat(live.block().seq()).isEqualTo(2);
    assertThat(open("since=9", NDJSON).status()).isEqualTo(410);
    assertThat(open("", NDJSON, "Last-Event-ID: x").status()).isEqualTo(410);
  }

  @Test
  void shouldBeginAnewOnceAStoreWasRestored() {
    file("a");
    EventPeer before = open("");
    String id = before.block().id();
    Path store = server.server().store().file();
    server.close();
    Restoration.run(store, tightened -> {});
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
    ana = server.connect("Ana");
    Block reset = open("", "Last-Event-ID: " + id).block();
    assertThat(reset.event()).contains("reset");
    assertThat(reset.id()).isNotEqualTo(id).isEqualTo(generation() + "/1");
    assertThat(open("since=" + id, NDJSON).status()).isEqualTo(410);
  }

  @Test
  void shouldRefuseWhatItDoesNotUnderstand() {
    for (String query :
        List.of(
            "since=x",
            "since=",
            "since=-1",
            "since=1/",
            "since=/1",
            "since=1/2/3",
            "since=1&since=1",
            "since=0&q=since:0",
            "q=colour:red",
            "q=status:nope",
            "q=sort:id",
            "q=limit:5",
            "q=%22unfinished",
            "q=tag:",
            "q=-",
            "q=a%0Ab",
            "q=%E2%80%AE",
            "q=%00",
            "q=%FF",
            "limit=5",
            "Q=a")) {
      EventPeer peer = open(query);
      assertThat(peer.status()).as(query).isIn(400, 422);
      assertThat(peer.head()).contains("Content-Type: application/problem+json");
    }
  }

  @Test
  void shouldAskWhoMeIs() {
    assertThat(open("q=assignee:me", "Connection: close").status()).isEqualTo(401);
    EventPeer peer = open("q=assignee:me", "Authorization: Basic QW5hOg==");
    assertThat(peer.block().event()).contains("hello");
    file("a");
    ana.status("TAKE 1");
    assertThat(peer.block().seq()).isEqualTo(2);
  }

  @Test
  void shouldSayWhereItStandsWheneverItsTimeHasCome() {
    server.close();
    HandTime time = new HandTime();
    server = TestServer.start(TestServer.Setup.in(folder).by(time));
    ana = server.connect("Ana");
    EventPeer peer = open("q=tag:x");
    EventPeer lines = open("q=tag:x", NDJSON);
    Block hello = peer.block();
    lines.nextLine();
    time.pass(Duration.ofSeconds(14));
    ana.status("SENDTICKET {\"title\":\"a\",\"tags\":[\"x\"]}");
    assertThat(peer.block().seq()).as("not a checkpoint yet").isEqualTo(1);
    file("of no interest");
    Block checkpoint = hello;
    while (checkpoint.seq() < 2) {
      // Its timer may have begun to run only now.
      time.pass(Checkpoints.INTERVAL.plusSeconds(1));
      checkpoint = peer.block();
      assertThat(checkpoint.fields()).containsOnlyKeys("id");
    }
    assertThat(checkpoint.seq()).isEqualTo(2);
    assertThat(lines.nextLine().orElseThrow()).contains("\"matches\":true");
    assertThat(Json.object(lines.nextLine().orElseThrow()))
        .containsOnlyKeys("event", "generation", "seq")
        .containsEntry("event", "checkpoint");
    // Longer than every time-out of a connection.
    for (int minutes = 0; minutes < 12; minutes++) {
      for (int i = 0; i < 4; i++) {
        // It is looked for what is due once a second.
        time.pass(Checkpoints.INTERVAL.plusSeconds(1));
        assertThat(peer.block().fields()).containsOnlyKeys("id");
      }
    }
    EventPeer resumed = open("q=tag:x", "Last-Event-ID: " + checkpoint.id());
    assertThat(resumed.block().event()).contains("hello");
    server.connect("Bob").status("TAG 2 +x");
    assertThat(resumed.block().seq()).isEqualTo(3);
  }

  @Test
  void shouldSendAwayWhoeverWatchesWhenItIsDrained() {
    List<EventPeer> open = List.of(open(""), open("q=tag:x"), open("since=0"));
    EventPeer lines = open("", NDJSON);
    file("a");
    open.forEach(EventPeer::block);
    lines.nextLine();
    assertThat(open.get(0).block().seq()).isEqualTo(1);
    CompletableFuture<Void> stopped = server.server().stop(Waiting.PATIENCE).toCompletableFuture();
    for (EventPeer peer : open) {
      Block last = peer.block();
      while (last.isChange()) {
        last = peer.block();
      }
      assertThat(last.fields()).containsOnlyKeys("retry");
      assertThat(Long.parseLong(last.fields().get("retry"))).isBetween(1_000L, 3_000L);
      assertThat(peer.next()).isEmpty();
    }
    String last = lines.nextLine().orElseThrow();
    while (last.contains("\"ticket\"")) {
      last = lines.nextLine().orElseThrow();
    }
    assertThat(Json.number(Json.object(last), "afterMillis")).isBetween(1_000L, 3_000L);
    assertThat(lines.nextLine()).isEmpty();
    peers.forEach(EventPeer::close);
    ana.close();
    assertThat(stopped).succeedsWithin(Waiting.PATIENCE);
  }

  @Test
  void shouldBreakOffAtWhatCannotBeRead() throws IOException {
    for (int i = 0; i < 20; i++) {
      file("t\",\"description\":\"" + "d".repeat(400));
    }
    EventPeer live = open("");
    assertThat(live.block().seq()).isEqualTo(20);
    try (FileChannel store = FileChannel.open(server.server().store().file(), WRITE)) {
      store.write(ByteBuffer.wrap(new byte[64]), 8192);
    }
    // A reset may overtake what was shown before, but never makes a good end of it.
    List<Long> shown = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              EventPeer peer = open("since=0");
              for (Optional<Block> block = peer.next(); block.isPresent(); block = peer.next()) {
                shown.add(block.get().seq());
              }
            })
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("reset");
    assertThat(shown)
        .hasSizeLessThan(20)
        .isEqualTo(LongStream.range(0, shown.size()).boxed().toList());
    file("on");
    assertThat(live.block().seq()).isEqualTo(21);
  }

  @Test
  void shouldShowAllThereIsToAPeerThatClosedItsSide() {
    for (int i = 0; i < 500; i++) {
      ana.send("SENDTICKET {\"title\":\"t\"}");
    }
    for (int i = 0; i < 500; i++) {
      ana.reply();
    }
    EventPeer peer = open("since=0", NDJSON).finish();
    for (int i = 0; i < 501; i++) {
      assertThat(peer.nextLine().orElseThrow()).contains("\"seq\":" + i);
    }
    assertThat(peer.nextLine()).isEmpty();
  }

  @Test
  void shouldCountAsAWatcherUntilItEnds() {
    EventPeer first = open("");
    first.block();
    open("q=tag:x", NDJSON).nextLine();
    ana.status("FORMAT json");
    assertThat(ana.statusJson("STATS")).containsEntry("watchers", 2L);
    first.close();
    Waiting.await()
        .untilAsserted(() -> assertThat(ana.statusJson("STATS")).containsEntry("watchers", 1L));
    try (RawHttp head = new RawHttp(server.address())) {
      head.send("HEAD /api/v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(head.rest()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
    }
    Waiting.await()
        .untilAsserted(() -> assertThat(ana.statusJson("STATS")).containsEntry("watchers", 1L));
  }

  @Test
  void shouldShowWhatAnotherProcessOfTheStoreDoes() {
    server.close();
    OneHost host = new OneHost();
    TestServer.Setup setup = TestServer.Setup.in(folder);
    server = TestServer.start(setup, new QuietLog(), host);
    try (TestServer other = TestServer.start(setup, new QuietLog(), host)) {
      EventPeer peer = open("");
      peer.block();
      LineClient there = other.connect("Bob");
      for (int i = 1; i <= 20; i++) {
        assertThat(there.outcome("SENDTICKET {\"title\":\"t\"}")).isEqualTo("OK");
        assertThat(peer.block().data()).containsEntry("seq", (long) i).containsEntry("by", "Bob");
      }
    }
  }
}
