package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileAccess;
import ticketd.server.settings.Settings;
import ticketd.testing.HandTime;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.Size;
import ticketd.testing.TestServer;

/** One limit, one log and one drain for connections of lines and of HTTP. */
class ConnectionsOfBothKindsTest {
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir Path folder;
  private final List<String> log = new CopyOnWriteArrayList<>();

  private TestServer start(int connections) {
    return start(connections, TestServer.Setup.in(folder));
  }

  private TestServer start(int connections, TestServer.Setup given) {
    TestServer.Setup setup = given.speaking(Locale.ENGLISH);
    Settings.Limits usual = setup.limits();
    QuietLog quiet =
        new QuietLog() {
          @Override
          public void connected(String peer) {
            log.add("connected");
          }

          @Override
          public void left(String peer, String reason) {
            log.add(reason);
          }
        };
    return TestServer.start(
        setup.with(
            new Settings.Limits(
                usual.maxLineBytes(),
                usual.unfinishedLinesBytes(),
                connections,
                usual.idleTimeout(),
                usual.firstRequestTimeout(),
                usual.lineTimeout(),
                usual.stallTimeout())),
        quiet,
        FileAccess.system());
  }

  @Test
  void shouldTellWhoIsTooManyInTheLanguageOfItsFirstBytes() {
    // By hand, for on a busy machine the first bytes may come later than they are waited for.
    HandTime time = new HandTime();
    try (TestServer server = start(2, TestServer.Setup.in(folder).by(time));
        RawHttp one = new RawHttp(server.address());
        LineClient two = server.connect()) {
      assertThat(one.send(LIVE).reply().status()).isEqualTo(200);
      assertThat(two.status("PING")).isEqualTo("[OK] PONG");
      for (String begun : List.of("PING\n", "GETS\n")) {
        try (RawHttp lines = new RawHttp(server.address())) {
          assertThat(lines.send(begun).rest()).startsWith("[ERR] too-many-connections: ");
        }
      }
      for (String begun : List.of("GE", "")) {
        try (RawHttp silent = new RawHttp(server.address())) {
          silent.send(begun);
          String told =
              time.passUntil(
                  silent::rest,
                  Duration.ofMillis(250),
                  some -> {
                    time.pass(some);
                    two.status("PING");
                  });
          assertThat(told).startsWith("[ERR] too-many-connections: ");
        }
      }
      for (String begun : List.of(LIVE, "DELETE /", "PRI ")) {
        try (RawHttp http = new RawHttp(server.address())) {
          // Its first bytes one by one.
          begun.chars().limit(9).forEach(c -> http.send(Character.toString(c)));
          Reply reply = http.reply();
          assertThat(reply.status()).isEqualTo(503);
          assertThat(reply.headers())
              .containsEntry("connection", "close")
              .containsEntry("content-type", "application/problem+json")
              .containsKeys("retry-after", "date", "server")
              .containsEntry("cross-origin-resource-policy", "same-origin")
              .containsEntry("cache-control", "no-store");
          assertThat(reply.body()).contains("\"code\":\"too-many-connections\"");
          assertThat(http.rest()).isEmpty();
        }
      }
      one.finish();
      await()
          .until(
              () -> {
                try (RawHttp again = new RawHttp(server.address())) {
                  return again.send(LIVE).reply().status() == 200;
                }
              });
    }
  }

  @Test
  void shouldLogEachConnectionOnce() {
    try (TestServer server = start(100)) {
      try (RawHttp peer = new RawHttp(server.address())) {
        peer.send(LIVE).reply();
        peer.finish();
        assertThat(peer.rest()).isEmpty();
      }
      isLogged("connected", "end-of-input");
      try (RawHttp peer = new RawHttp(server.address())) {
        peer.send(LIVE.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")).replies();
      }
      isLogged("connected", "quit");
      try (RawHttp peer = new RawHttp(server.address())) {
        peer.send("GET / HTTP/1.1\n").replies();
      }
      isLogged("connected", "bad-request");
      try (RawHttp peer = new RawHttp(server.address())) {
        peer.send("GE").finish();
        assertThat(peer.rest()).isEmpty();
      }
      isLogged("connected", "end-of-input");
      try (RawHttp peer = new RawHttp(server.address())) {
        peer.finish();
        assertThat(peer.rest()).isEmpty();
      }
      isLogged("connected", "end-of-input");
      try (RawHttp peer = new RawHttp(server.address())) {
        assertThat(peer.send("QUIT\n").rest()).isEqualTo("[OK] Bye...\n");
      }
      isLogged("connected", "quit");
    }
  }

  private void isLogged(String... entries) {
    await().until(() -> log.size() >= entries.length);
    assertThat(log).containsExactly(entries);
    log.clear();
  }

  /** Both ends of two connections are four open files of this process, which needs some others. */
  private static long mostPairs() {
    UnixOperatingSystemMXBean system =
        (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
    return (free - 200) / 4;
  }

  @Test
  void shouldServeManyOfBothKindsAtOnce() {
    int pairs = (int) Math.min(Size.of("pairs", 200, 5_000), mostPairs());
    List<RawHttp> peers = new ArrayList<>();
    try (TestServer server = start(10_000)) {
      for (int i = 0; i < pairs; i++) {
        peers.add(new RawHttp(server.address()).send("PING\n"));
        peers.add(new RawHttp(server.address()).send(LIVE));
      }
      for (int round = 0; round < 2; round++) {
        for (int i = 0; i < peers.size(); i += 2) {
          assertThat(peers.get(i).read(10)).isEqualTo("[OK] PONG\n");
          assertThat(peers.get(i + 1).reply().body()).isEqualTo("{\"status\":\"up\"}");
          peers.get(i).send("PING\n");
          peers.get(i + 1).send(LIVE);
        }
      }
      peers.forEach(RawHttp::close);
      LineClient last = server.connect();
      await().until(() -> last.ask("STATS").contains(" connections: 1"));
    }
  }
}
