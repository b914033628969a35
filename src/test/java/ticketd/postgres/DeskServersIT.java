package ticketd.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Exposed;
import ticketd.testing.LineClient;
import ticketd.testing.Scraper;
import ticketd.testing.TestServer;

/** Whole servers over one desk in PostgreSQL. */
class DeskServersIT {
  private static final String STREAM =
      "GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\nConnection: close\r\n\r\n";

  private final TestDesk desk = TestDesk.create();
  @TempDir Path folder;

  private TestServer serve(String node) {
    return desk.serve(folder.resolve(node));
  }

  private static long figure(List<String> figures, String name) {
    return figures.stream()
        .filter(line -> line.startsWith(" " + name + ": "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 3)))
        .findFirst()
        .orElseThrow();
  }

  private static String file(LineClient by, String title) {
    return by.status("SENDTICKET {\"title\":\"" + title + "\"}");
  }

  @Test
  void shouldServeOneDeskFromTwoNodes() {
    try (TestServer one = serve("one");
        TestServer other = serve("other")) {
      LineClient ana = one.connect();
      LineClient bo = other.connect();
      ana.status("IDENT ana");
      bo.status("IDENT bo");
      for (int i = 1; i <= 20; i += 2) {
        assertThat(file(ana, "from one")).contains("(#" + i + ")");
        assertThat(bo.status("LIST")).isEqualTo("[OK] " + i + (i == 1 ? " ticket" : " tickets"));
        assertThat(file(bo, "from the other")).contains("(#" + (i + 1) + ")");
        assertThat(ana.status("LIST")).isEqualTo("[OK] " + (i + 1) + " tickets");
      }
      assertThat(ana.ask("STATS"))
          .contains(" store: " + desk.url(), " sync: postgres", " events: 20");
      List<String> figures = one.connect().ask("STATS");
      assertThat(figure(figures, "turns")).isGreaterThanOrEqualTo(10);
      assertThat(figure(figures, "round-trip-micros")).isPositive();
      assertThat(figure(figures, "barrier-micros")).isPositive();
      assertThat(figures)
          .anyMatch(line -> line.matches(" replica-lag-millis: \\d+"))
          .anyMatch(line -> line.matches(" lost-turns: \\d+"))
          .anyMatch(line -> line.matches(" clock-skew-millis: -?\\d+"))
          .anyMatch(line -> line.matches(" reconnects: \\d+"))
          .anyMatch(line -> line.matches(" in-doubt: \\d+"));
      Exposed exposed = new Scraper(one).figures();
      assertThat(exposed.value("ticketd_desk_append_seconds_count")).isGreaterThanOrEqualTo(10);
      assertThat(exposed.value("ticketd_desk_barrier_seconds_count")).isPositive();
    }
  }

  /** Else a number of the new history would stand beside the generation of the old one. */
  @Test
  void shouldEndWatchesOfAHistoryThatIsNoLongerTheDesks() throws IOException {
    try (TestServer one = serve("one")) {
      LineClient ana = one.connect();
      ana.status("IDENT ana");
      file(ana, "before");
      LineClient watcher = one.connect();
      watcher.watch("WATCH");
      try (Socket stream = new Socket(one.address().getAddress(), one.address().getPort())) {
        stream.setSoTimeout((int) PATIENCE.toMillis());
        BufferedReader events =
            new BufferedReader(new InputStreamReader(stream.getInputStream(), UTF_8));
        stream.getOutputStream().write(STREAM.getBytes(UTF_8));
        while (!events.readLine().contains("hello")) {
          // What stands before it is the head.
        }
        Desks.at(DeskUrl.parse(desk.url()), Optional.empty()).newGeneration();
        assertThat(file(ana, "of the new history")).contains("(#2)");
        assertThat(watcher.rest()).singleElement().asString().startsWith("[ERR] gone: ");
        assertThat(events.lines()).noneMatch(line -> line.contains("of the new history"));
      }
    }
  }

  @Test
  void shouldTellWhichCopyASecondNodeOfTheHostHas() {
    try (TestServer first = serve("node");
        TestServer second = serve("node")) {
      assertThat(first.server().store().file()).isEqualTo(folder.resolve("node"));
      assertThat(second.server().store().file()).isEqualTo(folder.resolve("node.2"));
    }
  }

  @Test
  void shouldKnowAtOneNodeWhatWasSavedLinkedAndRatedAtTheOther() {
    try (TestServer one = serve("one");
        TestServer other = serve("other")) {
      LineClient ana = one.connect();
      LineClient there = other.connect();
      for (LineClient client : List.of(ana, there)) {
        client.status("IDENT ana");
      }
      assertThat(file(ana, "a")).startsWith("[OK]");
      assertThat(file(there, "b")).startsWith("[OK]");

      assertThat(ana.status("@s SAVE q is:blocked")).isEqualTo("[OK] Query saved: q");
      assertThat(there.status("LIST saved:q")).isEqualTo("[OK] 0 tickets");
      assertThat(there.status("LINK 1 blocks 2")).startsWith("[OK]");
      assertThat(ana.status("LINK 2 blocks 1")).startsWith("[ERR] conflict");
      assertThat(ana.ask("LIST saved:q").get(0)).startsWith("#2 ");
      assertThat(there.status("@s SAVE q is:blocked")).isEqualTo("[OK] Query saved: q");
      assertThat(there.status("@s SAVE q is:open")).startsWith("[ERR] conflict");

      assertThat(ana.status("RATE 1 4")).startsWith("[ERR] conflict");
      assertThat(there.status("CLOSE 1")).startsWith("[OK]");
      assertThat(ana.status("LIST saved:q")).isEqualTo("[OK] 0 tickets");
      assertThat(ana.status("@r RATE 1 4")).startsWith("[OK]");
      assertThat(there.status("@r RATE 1 4")).startsWith("[OK]");
      assertThat(there.ask("LIST rated:4").get(0)).startsWith("#1 ");
      assertThat(there.ask("REPORT")).anyMatch(line -> line.endsWith(" rating 4 4 4"));

      assertThat(there.status("UNSAVE q")).startsWith("[OK]");
      assertThat(ana.status("LIST saved:q")).startsWith("[ERR] bad-request");
      assertThat(figure(ana.ask("STATS"), "events")).isEqualTo(7);
    }
  }

  @Test
  void shouldGoOnWithAWatchAtAnotherNode() {
    try (TestServer other = serve("other")) {
      String last;
      try (TestServer one = serve("one")) {
        LineClient watcher = one.connect();
        watcher.watch("WATCH");
        LineClient bo = other.connect();
        bo.status("IDENT bo");
        file(bo, "a");
        assertThat(watcher.event()).contains("#1 ");
        last =
            one.connect().ask("STATS").stream()
                .filter(line -> line.startsWith(" generation: "))
                .findFirst()
                .orElseThrow()
                .substring(" generation: ".length());
      }
      LineClient bo = other.connect();
      bo.status("IDENT bo");
      file(bo, "b");
      LineClient again = other.connect();
      again.watch("WATCH since:" + last + "/1");
      assertThat(again.event()).contains("#2 ");
      LineClient elsewhere = other.connect();
      assertThat(elsewhere.status("WATCH since:7/1")).startsWith("[ERR] gone");
      await().until(() -> other.connect().status("LIST").equals("[OK] 2 tickets"));
    }
  }
}
