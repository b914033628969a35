package ticketd.server.metrics;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.server.settings.Settings;
import ticketd.testing.Exposed;
import ticketd.testing.LineClient;
import ticketd.testing.Scraper;
import ticketd.testing.TestServer;

/** What {@code /metrics} tells of a running server, right behind what was done to it. */
class MetricsTest {
  private static final String PROMETHEUS_ACCEPTS =
      "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  @TempDir static Path folder;
  private static TestServer server;
  private static Scraper scraper;

  @BeforeAll
  static void start() {
    server = TestServer.start(TestServer.Setup.in(folder).syncing("always"));
    scraper = new Scraper(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** By how much each series grew, those that did. */
  private static Map<String, Double> growth(Exposed before, Exposed after) {
    Map<String, Double> growth = new TreeMap<>();
    after
        .samples()
        .forEach(
            (series, value) -> {
              double grown = value - before.samples().getOrDefault(series, 0.0);
              if (grown != 0) {
                growth.put(series, grown);
              }
            });
    return growth;
  }

  private static Map<String, Double> requests(Exposed before, Exposed after) {
    Map<String, Double> requests = growth(before, after);
    requests.keySet().removeIf(series -> !series.startsWith("ticketd_requests_total"));
    return requests;
  }

  private static String request(String verb, String door, String outcome) {
    return "ticketd_requests_total{door=\"%s\",outcome=\"%s\",verb=\"%s\"}"
        .formatted(door, outcome, verb);
  }

  @Test
  void shouldCountTheLinesOfOneReadByVerbAndOutcome() {
    Exposed before = scraper.figures();
    LineClient jules = server.connect();
    jules.send(
        "IDENT Jules",
        "SENDTICKET {\"title\":\"a\"}",
        "SENDTICKET {\"title\":\"b\"}",
        "SENDTICKET",
        "c",
        "and why",
        "",
        "SHOW 1",
        "SHOW 999999",
        "SHOW x",
        "HELLO",
        "TAKE 1",
        "CLOSE 1",
        "CLOSE 1",
        "LIST",
        "QUIT");
    while (jules.line().isPresent()) {
      // To the end: then all is answered, and counted.
    }

    Exposed after = scraper.figures();
    assertThat(requests(before, after))
        .containsExactlyInAnyOrderEntriesOf(
            Map.ofEntries(
                Map.entry(request("IDENT", "lines", "ok"), 1.0),
                Map.entry(request("SENDTICKET", "lines", "ok"), 3.0),
                Map.entry(request("SHOW", "lines", "ok"), 1.0),
                Map.entry(request("SHOW", "lines", "not-found"), 1.0),
                Map.entry(request("SHOW", "lines", "bad-request"), 1.0),
                Map.entry(request("none", "lines", "unknown-command"), 1.0),
                Map.entry(request("TAKE", "lines", "ok"), 1.0),
                Map.entry(request("CLOSE", "lines", "ok"), 1.0),
                Map.entry(request("CLOSE", "lines", "conflict"), 1.0),
                Map.entry(request("LIST", "lines", "ok"), 1.0),
                Map.entry(request("QUIT", "lines", "ok"), 1.0),
                Map.entry(request("metrics", "http", "ok"), 1.0)));
    assertThat(growth(before, after))
        .containsEntry("ticketd_request_seconds_count{door=\"lines\",verb=\"SENDTICKET\"}", 3.0)
        .containsEntry("ticketd_request_seconds_count{door=\"lines\",verb=\"SHOW\"}", 3.0)
        .containsEntry("ticketd_changes_total", 5.0)
        .containsEntry("ticketd_batch_changes_sum", 5.0)
        .containsEntry("ticketd_events_total", 5.0)
        .containsEntry("ticketd_tickets{status=\"open\"}", 2.0)
        .containsEntry("ticketd_tickets{status=\"closed\"}", 1.0)
        .containsEntry("ticketd_connections_opened_total", 1.0)
        .containsKeys("ticketd_batches_total", "ticketd_store_bytes");
    assertThat(after.value("ticketd_batches_total"))
        .isEqualTo(after.value("ticketd_batch_changes_count"));
    // A force a batch, and those that make room ahead of it.
    assertThat(after.value("ticketd_forced_write_seconds_count"))
        .isGreaterThanOrEqualTo(after.value("ticketd_batches_total"));
    assertThat(after.value("ticketd_forced_write_seconds_sum")).isPositive();
  }

  @Test
  void shouldCountALongReplyOnceItIsWhole() {
    LineClient jules = server.connect("Jules");
    String text = "x".repeat(2_000);
    String[] many = new String[200];
    Arrays.fill(many, "SENDTICKET {\"title\":\"long\",\"description\":\"" + text + "\"}");
    jules.send(many);
    for (int i = 0; i < many.length; i++) {
      jules.reply();
    }
    Exposed before = scraper.figures();
    jules.send("FORMAT JSON", "LIST limit:200", "PING");
    for (int i = 0; i < 3; i++) {
      jules.reply();
    }
    assertThat(requests(before, scraper.figures()))
        .containsEntry(request("LIST", "lines", "ok"), 1.0)
        .containsEntry(request("PING", "lines", "ok"), 1.0);
  }

  @Test
  void shouldCountHttpByTheVerbOfItsRouteAndTheCodeOfItsProblem() {
    Exposed before = scraper.figures();
    scraper.get("/health/live");
    scraper.get("/api/v1/tickets?q=limit:1");
    scraper.get("/api/v1/tickets/999999");
    scraper.get("/nowhere");
    assertThat(requests(before, scraper.figures()))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                request("health", "http", "ok"), 1.0,
                request("LIST", "http", "ok"), 1.0,
                request("SHOW", "http", "not-found"), 1.0,
                request("none", "http", "bad-request"), 1.0,
                request("metrics", "http", "ok"), 1.0));
  }

  @Test
  void shouldCountWhatIsNoRequestAsOneThatWasRefused() throws IOException {
    Exposed before = scraper.figures();
    try (Socket peer = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      peer.getOutputStream()
          .write(
              "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n".getBytes(US_ASCII));
      assertThat(new String(peer.getInputStream().readAllBytes(), US_ASCII)).contains(" 400 ");
    }
    assertThat(requests(before, scraper.figures()))
        .containsEntry(request("none", "http", "bad-request"), 1.0);
  }

  @Test
  void shouldKnowWhatIsSpokenAtEachConnectionAndWhoWatches() {
    LineClient jules = server.connect("Jules");
    jules.send("WATCH");
    assertThat(jules.line()).hasValueSatisfying(line -> assertThat(line).startsWith("[OK]"));
    Exposed with = scraper.figures();
    assertThat(with.value("ticketd_connections{kind=\"http\"}")).isPositive();
    assertThat(with.value("ticketd_connections{kind=\"lines\"}")).isPositive();
    assertThat(with.value("ticketd_watchers{door=\"lines\"}")).isEqualTo(1);
    jules.send("UNWATCH");
    jules.line();
    assertThat(scraper.figures().value("ticketd_watchers{door=\"lines\"}")).isZero();
    double lines = with.value("ticketd_connections{kind=\"lines\"}");
    jules.close();
    await().until(() -> scraper.figures().value("ticketd_connections{kind=\"lines\"}") < lines);
  }

  @Test
  void shouldAnswerInTheFormatThatIsLikedBetter() {
    HttpResponse<String> plain = scraper.answer(Optional.of("*/*"));
    assertThat(plain.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type ->
                assertThat(type).isEqualToIgnoringCase("text/plain; version=0.0.4; charset=utf-8"));
    HttpResponse<String> open = scraper.answer(Optional.of(PROMETHEUS_ACCEPTS));
    assertThat(open.headers().firstValue("Content-Type"))
        .hasValueSatisfying(
            type ->
                assertThat(type)
                    .isEqualToIgnoringCase(
                        "application/openmetrics-text; version=1.0.0; charset=utf-8"));
    assertThat(Exposed.openMetrics(open.body()).families().keySet())
        .isEqualTo(Exposed.text(plain.body()).families().keySet());
  }

  @Test
  void shouldCountWhoIsTurnedAwayAndWhoIsCutOff(@TempDir Path other) {
    Settings.Limits limits =
        new Settings.Limits(
            1_000,
            1L << 20,
            2,
            Duration.ofMinutes(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10));
    try (TestServer small = TestServer.start(TestServer.Setup.in(other).with(limits))) {
      LineClient one = small.connect("one");
      LineClient two = small.connect("two");
      assertThat(small.connect().line())
          .hasValueSatisfying(line -> assertThat(line).contains("too-many-connections"));
      one.send("x".repeat(1_001));
      assertThat(one.line()).hasValueSatisfying(line -> assertThat(line).contains("line-too-long"));
      assertThat(one.line()).isEmpty();
      two.send("nonsense\n".repeat(20).split("\n", -1));
      while (two.line().isPresent()) {
        // To the end.
      }
      // Else the server waits a while for what they may still send.
      one.close();
      two.close();
      Exposed figures =
          figuresWhere(
              new Scraper(small),
              it -> refused(it, "line-too-long") == 1 && refused(it, "too-many-errors") == 1);
      assertThat(refused(figures, "too-many-connections")).isPositive();
      assertThat(figures.value("ticketd_connections_limit")).isEqualTo(2);
      assertThat(figures.value(request("none", "lines", "unknown-command"))).isEqualTo(19);
      assertThat(figures.value(request("none", "lines", "too-many-errors"))).isEqualTo(1);
    }
  }

  private static double refused(Exposed figures, String reason) {
    return figures.value("ticketd_peers_refused_total{reason=\"" + reason + "\"}");
  }

  /** Behind the end of connections, whose places are given back and which are counted after it. */
  private static Exposed figuresWhere(Scraper scraper, Predicate<Exposed> areThere) {
    return await().ignoreExceptions().until(scraper::figures, areThere);
  }
}
