package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.HandTime;
import ticketd.testing.TestServer;

/**
 * A peer that lets the server wait is let go, not before its time, and no trickle puts that off.
 */
class TimeoutsTest {
  private static final String IDLED = "[ERR] idle: ";

  /** A list of them is more than the kernel takes for a peer that reads nothing. */
  private static final int TICKETS = 10_000;

  @TempDir Path folder;
  private final HandTime time = new HandTime();
  private TestServer.Setup setup;
  private TestServer server;

  /** Asks all the time, so that it is never let go, and so that what is due has been done. */
  private Peer other;

  @BeforeEach
  void start() {
    setup = TestServer.Setup.in(folder).speaking(Locale.ENGLISH).by(time);
    server = TestServer.start(setup);
    other = Peer.to(server.address());
    pass(Duration.ZERO);
  }

  @AfterEach
  void stop() {
    other.close();
    server.close();
  }

  private Peer connect() {
    return Peer.to(server.address());
  }

  private void pass(Duration some) {
    time.pass(some);
    assertThat(other.status("PING")).isEqualTo("[OK] PONG");
  }

  /**
   * Lets time pass in small steps, in each of which the peer does something, until the server has
   * closed: with the reason, and no sooner than {@code limit}.
   */
  private void isLetGo(Peer peer, Duration limit, Runnable something) {
    List<String> lines =
        time.passUntil(
            peer::rest,
            limit,
            some -> {
              something.run();
              pass(some);
            });
    assertThat(lines).isNotEmpty();
    assertThat(lines.get(0)).startsWith(IDLED);
    assertThat(lines.subList(1, lines.size())).isSubsetOf("reset");
  }

  private static void doNothing() {}

  private static Runnable sending(Peer peer, String drop) {
    return () -> {
      try {
        peer.sendRaw(drop);
      } catch (UncheckedIOException e) {
        // Closed, which is what the test waits for.
        return;
      }
    };
  }

  @Test
  void shouldLetGoOfAPeerThatSendsNothing() {
    try (Peer peer = connect()) {
      isLetGo(peer, setup.limits().firstRequestTimeout(), TimeoutsTest::doNothing);
    }
  }

  @Test
  void shouldLetGoOfAPeerWhoseFirstRequestTrickles() {
    try (Peer peer = connect()) {
      isLetGo(peer, setup.limits().firstRequestTimeout(), sending(peer, "x"));
    }
  }

  @Test
  void shouldLetGoOfAPeerThatSendsBlankLinesInPlaceOfAFirstRequest() {
    try (Peer peer = connect()) {
      isLetGo(peer, setup.limits().firstRequestTimeout(), sending(peer, "\n"));
    }
  }

  @Test
  void shouldLetGoOfAPeerThatBeginsALineAndTrickles() {
    try (Peer peer = connect()) {
      // The time between lines, which would let go of it as well, does not run for a watcher.
      assertThat(peer.status("WATCH author:Nobody")).startsWith("[OK]");
      isLetGo(peer, setup.limits().lineTimeout(), sending(peer, "x"));
    }
  }

  @Test
  void shouldLetGoOfAPeerThatFallsSilent() {
    try (Peer peer = connect()) {
      assertThat(peer.status("PING")).isEqualTo("[OK] PONG");
      isLetGo(peer, setup.limits().idleTimeout(), TimeoutsTest::doNothing);
    }
  }

  @Test
  void shouldKeepAPeerThatAsksNowAndThen() {
    Duration idle = setup.limits().idleTimeout();
    try (Peer peer = connect()) {
      for (int i = 0; i < 10; i++) {
        assertThat(peer.status("PING")).isEqualTo("[OK] PONG");
        pass(idle.multipliedBy(9).dividedBy(10));
      }
      assertThat(peer.status("PING")).isEqualTo("[OK] PONG");
    }
  }

  @Test
  void shouldKeepAWatcherThatSaysNothingUntilItWatchesNoMore() {
    Duration idle = setup.limits().idleTimeout();
    try (Peer watcher = connect()) {
      assertThat(watcher.status("WATCH author:Nobody")).startsWith("[OK]");
      for (int i = 0; i < 10; i++) {
        pass(idle.multipliedBy(9).dividedBy(10));
      }
      assertThat(watcher.status("UNWATCH")).startsWith("[OK]");
      isLetGo(watcher, idle, TimeoutsTest::doNothing);
    }
  }

  @Test
  void shouldLetGoOfAPeerThatTakesNothingOfWhatIsOwed() {
    Duration stall = setup.limits().stallTimeout();
    fileMuch();
    try (Peer peer = Peer.to(server.address(), 4096)) {
      peer.sendRaw("LIST\n".repeat(20));
      peer.lineOrLost();
      long begun = time.nanos();
      await()
          .pollInterval(1, TimeUnit.MILLISECONDS)
          .until(
              () -> {
                pass(stall.dividedBy(50));
                return other.connections() == 1;
              });
      assertThat(time.nanos() - begun).isGreaterThanOrEqualTo(stall.toNanos());
      // No status line: it would have to wait behind what is owed.
      List<String> rest = peer.rest();
      assertThat(rest.get(rest.size() - 1)).doesNotStartWith("[");
    }
  }

  /** While a peer is answered nothing more of it is read: a line begun meanwhile is not late. */
  @Test
  void shouldKeepAPeerThatReadsSlowlyWhatItAskedFor() {
    Duration line = setup.limits().lineTimeout();
    fileMuch();
    int lists = 8;
    try (Peer peer = Peer.to(server.address(), 4096)) {
      peer.sendRaw("LIST\n".repeat(lists) + "PI");
      for (int i = 0; i < lists; i++) {
        assertThat(peer.reply()).last().isEqualTo("[OK] " + TICKETS + " tickets");
        if (i < lists / 2) {
          // Most of the rest cannot be on its way yet.
          pass(line.multipliedBy(2));
        }
      }
      isLetGo(peer, line, TimeoutsTest::doNothing);
    }
  }

  private void fileMuch() {
    try (Peer peer = connect()) {
      peer.ask("IDENT Jules");
      peer.file(TICKETS / 1_000, "x".repeat(250));
    }
    await().until(() -> other.connections() == 1);
  }
}
