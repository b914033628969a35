package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.http.EventPeer.Block;
import ticketd.testing.Json;
import ticketd.testing.LineClient;
import ticketd.testing.Meddler;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.TestServer;

/**
 * Streams beside concurrent writers: whatever its query, its beginning, its speed, and however
 * often it is broken off, a stream shows what a watch on a line does, which has a test of its own:
 * every change that matches before or after, once, in order, and whether it matches after.
 */
class EventsRaceTest {
  private static final int WRITERS = 4;
  private static final int CHANGES = Size.of("changes", 120, 500);
  private static final int TICKETS = 40;
  private static final String LAST = "the last";

  private static final List<String> QUERIES =
      List.of("", "status:open", "tag:x", "-tag:x", "assignee:W1", "priority:high", "text:alpha");

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

  /** What a stream showed from behind the change {@code since} on. */
  private record Seen(String query, long since, List<String> events) {}

  @Test
  void shouldShowEveryMatchingChangeOnceAndInOrder() throws Exception {
    Random random = new Random(Seed.next());
    LineClient main = server.connect("Main");
    for (int i = 0; i < TICKETS; i++) {
      main.status("SENDTICKET {\"title\":\"t\"}");
    }
    List<Future<Seen>> streams = new ArrayList<>();
    for (String query : QUERIES) {
      streams.add(watch(query, "since=0&", Integer.MAX_VALUE));
    }
    List<Future<?>> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      LineClient writer = server.connect("W" + i);
      Meddler meddler = new Meddler(writer, new Random(random.nextLong()), TICKETS);
      writers.add(threads.submit(() -> meddler.meddle(CHANGES)));
    }
    for (String query : QUERIES) {
      streams.add(watch(query, "", Integer.MAX_VALUE));
      int many = 1 + random.nextInt(100);
      streams.add(watch(query, "since=0&", many));
      streams.add(watch(query, "", many));
      streams.add(watchLines(query));
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    // Matches each query before or after.
    main.status(
        "EDIT 7 {\"title\":\"a\",\"tags\":[\"x\"],\"assignee\":\"W1\",\"status\":\"open\"}");
    main.status("EDIT 7 {\"title\":\"alpha\",\"priority\":\"high\"}");
    main.status("EDIT 7 {\"title\":\"alpha " + LAST + "\",\"tags\":[],\"priority\":\"low\"}");
    int shown = 0;
    for (Future<Seen> stream : streams) {
      Seen seen = stream.get();
      assertThat(seen.events())
          .as("since " + seen.since() + " " + seen.query())
          .isEqualTo(expected(seen));
      shown += seen.events().size();
    }
    assertThat(shown).isGreaterThan(WRITERS * CHANGES);
  }

  /**
   * Follows a stream, from when this returns on a thread of its own, to the last change.
   *
   * @param since how its query string begins
   * @param atOnce so many changes on one connection, then from there on another
   */
  private Future<Seen> watch(String query, String since, int atOnce) {
    String asked = since + "q=" + query;
    EventPeer peer = EventPeer.open(server.address(), asked);
    Block hello = peer.block();
    assertThat(hello.event()).contains("hello");
    return threads.submit(() -> new Seen(query, hello.seq(), follow(peer, asked, atOnce)));
  }

  private List<String> follow(EventPeer first, String asked, int atOnce) {
    EventPeer peer = first;
    try {
      List<String> events = new ArrayList<>();
      while (true) {
        Block block = peer.change();
        String data = block.fields().getOrDefault("data", "");
        assertThat(Json.number(block.data(), "seq")).isEqualTo(block.seq());
        events.add(data);
        if (isLast(data)) {
          return events;
        }
        if (events.size() % atOnce == 0) {
          peer.close();
          peer = EventPeer.open(server.address(), asked, "Last-Event-ID: " + block.id());
          assertThat(peer.block().fields())
              .containsEntry("event", "hello")
              .containsEntry("id", block.id());
        }
      }
    } finally {
      peer.close();
    }
  }

  /** The same as lines, by a peer whose kernel takes little at a time. */
  private Future<Seen> watchLines(String query) {
    EventPeer peer =
        EventPeer.open(server.address(), 4096, "q=" + query, "Accept: application/x-ndjson");
    long since = Json.number(Json.object(peer.nextLine().orElseThrow()), "seq");
    return threads.submit(() -> new Seen(query, since, followLines(peer)));
  }

  private static List<String> followLines(EventPeer peer) {
    try (peer) {
      List<String> events = new ArrayList<>();
      while (true) {
        String line = peer.nextLine().orElseThrow();
        if (!line.startsWith("{\"event\":\"checkpoint\"")) {
          events.add(line);
          if (isLast(line)) {
            return events;
          }
        }
      }
    }
  }

  private static boolean isLast(String event) {
    return event.contains("\"title\":\"alpha " + LAST + "\"");
  }

  /** What a watch on a line shows. */
  private List<String> expected(Seen seen) {
    LineClient client = server.connect();
    client.send("FORMAT json", "WATCH since:" + seen.since() + " " + seen.query()).finish();
    List<String> lines = client.rest();
    return lines.subList(2, lines.size());
  }
}
