package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that lets the server wait is let go, and no trickle puts that off. */
class TimeoutsIT {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration IDLE = Duration.ofSeconds(2);
  private static final Duration STALL = Duration.ofSeconds(2);
  private static final Duration DROP = Duration.ofMillis(100);
  private static final String IDLED = "[ERR] idle: ";

  @TempDir static Path folder;
  private static ChildServer server;

  @BeforeAll
  static void start() {
    server =
        ChildServer.start(
            Launch.on(folder.resolve("tickets"))
                .syncing("os")
                .with("limits.first-request-timeout", SHORT.toMillis() + "ms")
                .with("limits.line-timeout", SHORT.toMillis() + "ms")
                .with("limits.idle-timeout", IDLE.toMillis() + "ms")
                .with("limits.stall-timeout", STALL.toMillis() + "ms"));
    try (Peer peer = server.connect("Jules")) {
      peer.file(10, "x".repeat(200));
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldLetGoOfAPeerThatSendsNothing() {
    try (Peer peer = server.connect()) {
      closes(peer, IDLED);
    }
  }

  @Test
  void shouldLetGoOfAPeerWhoseFirstRequestTrickles() {
    try (Peer peer = server.connect()) {
      trickle(peer, () -> "x");
      closes(peer, IDLED);
    }
  }

  @Test
  void shouldLetGoOfAPeerThatSendsBlankLinesInPlaceOfAFirstRequest() {
    try (Peer peer = server.connect()) {
      trickle(peer, () -> "\n");
      closes(peer, IDLED);
    }
  }

  @Test
  void shouldLetGoOfAPeerThatBeginsALineAndTrickles() {
    try (Peer peer = server.connect()) {
      // The time between lines, which would let go of it as well, does not run for a watcher.
      assertThat(peer.status("WATCH author:Nobody")).startsWith("[OK]");
      trickle(peer, () -> "x");
      closes(peer, IDLED);
    }
  }

  @Test
  void shouldLetGoOfAPeerThatFallsSilent() {
    try (Peer peer = server.connect()) {
      long asked = System.nanoTime();
      assertThat(peer.status("PING")).isEqualTo("[OK] PONG");
      closes(peer, IDLED);
      assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(IDLE);
    }
  }

  @Test
  void shouldKeepAPeerThatAsksNowAndThen() {
    try (Peer peer = server.connect()) {
      long end = System.nanoTime() + IDLE.multipliedBy(2).toNanos();
      while (System.nanoTime() - end < 0) {
        assertThat(peer.status("PING")).isEqualTo("[OK] PONG");
        ChildServer.pause(IDLE.dividedBy(4));
      }
    }
  }

  @Test
  void shouldKeepAWatcherThatSaysNothing() {
    try (Peer watcher = server.connect();
        Peer jules = server.connect("Jules")) {
      assertThat(watcher.status("WATCH author:Nobody")).startsWith("[OK]");
      long end = System.nanoTime() + IDLE.multipliedBy(2).toNanos();
      while (System.nanoTime() - end < 0) {
        assertThat(jules.status("PING")).isEqualTo("[OK] PONG");
        ChildServer.pause(IDLE.dividedBy(4));
      }
      assertThat(watcher.status("PING")).isEqualTo("[OK] PONG");
    }
  }

  @Test
  void shouldLetGoOfAPeerThatTakesNothingOfWhatIsOwed() {
    try (Peer other = server.connect()) {
      ChildServer.await("those before to be gone", () -> other.connections() == 1);
      try (Peer peer = Peer.to(server.address(), 4096)) {
        peer.sendRaw("LIST\n".repeat(10));
        ChildServer.await("it to be connected", () -> other.connections() == 2);
        ChildServer.await("it to be let go", () -> other.connections() == 1);
        // No status line: it would have to wait behind what is owed.
        List<String> rest = peer.rest();
        assertThat(rest.get(rest.size() - 1)).doesNotStartWith("[");
      }
    }
  }

  /** What the server does not read yet is not the peer's delay. */
  @Test
  void shouldKeepAPeerThatReadsSlowlyWhatItAskedFor() {
    try (Peer peer = Peer.to(server.address(), 4096)) {
      int lists = 8;
      peer.sendRaw("LIST\n".repeat(lists) + "PING\n".repeat(100_000) + "PI");
      long begun = System.nanoTime();
      for (int i = 0; i < lists; i++) {
        assertThat(peer.reply()).last().isEqualTo("[OK] 10000 tickets");
        ChildServer.pause(SHORT.dividedBy(2));
      }
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(SHORT.multipliedBy(2));
      for (int i = 0; i < 100_000; i++) {
        assertThat(peer.reply()).containsExactly("[OK] PONG");
      }
      closes(peer, IDLED);
    }
  }

  /** Sends a little again and again until the other side has closed. */
  private static void trickle(Peer peer, Supplier<String> drop) {
    Thread trickling =
        new Thread(
            () -> {
              try {
                while (true) {
                  peer.sendRaw(drop.get());
                  ChildServer.pause(DROP);
                }
              } catch (UncheckedIOException e) {
                // Closed, which is what the test waits for.
                return;
              }
            });
    trickling.setDaemon(true);
    trickling.start();
  }

  private static void closes(Peer peer, String reason) {
    List<String> rest = peer.rest();
    assertThat(rest).isNotEmpty();
    assertThat(rest.get(0)).startsWith(reason);
    assertThat(rest.subList(1, rest.size())).isSubsetOf("reset");
  }
}
