package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.http.EventPeer.Block;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

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
}
