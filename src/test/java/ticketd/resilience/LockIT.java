package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process holds the writer's lock and does not give it back. */
class LockIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  /** Were each to wait for the lock, it would take so many time-outs. */
  private static final int AT_ONCE = 20;

  @TempDir Path folder;

  /** Filings that looked whether the lock was taken; the last was refused. */
  private int probes;

  @Test
  void shouldRefuseChangesAndServeReadsWhileTheLockIsHeldAndResumeWhenItIsFree()
      throws IOException {
    try (ChildServer server = ChildServer.start(launch());
        Peer peer = server.connect("Jules")) {
      assertThat(file(peer, "before")).startsWith("[OK]");
      long free;
      try (FileChannel channel =
              FileChannel.open(folder.resolve("tickets.lock"), StandardOpenOption.WRITE);
          FileLock lock = channel.lock(0, 1, false)) {
        assertThat(lock.isValid()).isTrue();
        refusedWithinTheTimeout(server, peer);
        free = System.nanoTime();
      }
      ChildServer.await("the lock", () -> file(peer, "after").startsWith("[OK]"));
      System.out.printf(
          "LockIT: filing resumed %.1f ms after the lock was free%n",
          (System.nanoTime() - free) / 1e6);
      assertThat(titles(server)).containsExactly("before", "after", Ledger.END_MARK);
    }
  }

  @Test
  void shouldNotWaitForAServerThatIsFrozenInItsTurn() {
    try (ChildServer frozen = ChildServer.start(launch());
        ChildServer server = ChildServer.start(launch());
        Peer peer = server.connect("Jules")) {
      assertThat(file(peer, "before")).startsWith("[OK]");
      freezeInItsTurn(frozen, peer);
      refusedAtOnce(server, peer);
      frozen.thaw();
      ChildServer.await("the lock", () -> file(peer, "after").startsWith("[OK]"));
      assertThat(titles(server)).doesNotContain("probe " + probes, "at once").contains("after");
    }
  }

  /** A server that is killed while it has the lock is no reason to wait: the kernel frees it. */
  @Test
  void shouldGoOnWhenTheFrozenServerIsKilled() {
    try (ChildServer frozen = ChildServer.start(launch());
        ChildServer server = ChildServer.start(launch());
        Peer peer = server.connect("Jules")) {
      freezeInItsTurn(frozen, peer);
      frozen.kill();
      ChildServer.await("the lock", () -> file(peer, "after").startsWith("[OK]"));
    }
  }

  private Launch launch() {
    return Launch.on(folder.resolve("tickets"))
        .syncing("always")
        .with("store.lock-timeout", TIMEOUT.toMillis() + "ms");
  }

  /** Freezes it again and again, until the other server finds the lock taken. */
  private void freezeInItsTurn(ChildServer victim, Peer other) {
    List<Peer> busy = new ArrayList<>();
    try {
      for (int i = 0; i < 4; i++) {
        busy.add(victim.connect("Ana"));
      }
      ChildServer.await(
          "a frozen turn",
          () -> {
            for (Peer peer : busy) {
              peer.sendRaw("SENDTICKET {\"title\":\"load\"}\n".repeat(300));
            }
            victim.freeze();
            String status = file(other, "probe " + ++probes);
            if (status.startsWith("[ERR] unavailable: ")) {
              return true;
            }
            assertThat(status).startsWith("[OK]");
            victim.thaw();
            for (Peer peer : busy) {
              for (int i = 0; i < 300; i++) {
                peer.reply();
              }
            }
            return false;
          });
    } finally {
      busy.forEach(Peer::close);
    }
  }

  /** The first change waits for the lock until the time-out, and reads do not wait for it. */
  private static void refusedWithinTheTimeout(ChildServer server, Peer peer) {
    try (Peer reader = server.connect()) {
      long sent = System.nanoTime();
      peer.send("SENDTICKET {\"title\":\"refused\"}");
      assertThat(reader.status("LIST")).isEqualTo("[OK] 1 ticket");
      assertThat(peer.hasMore()).as("the change was answered before the read").isFalse();
      assertThat(peer.reply()).singleElement().asString().startsWith("[ERR] unavailable: ");
      System.out.printf(
          "LockIT: the first change was refused after %.2f s, with a time-out of %d s%n",
          (System.nanoTime() - sent) / 1e9, TIMEOUT.toSeconds());
    }
    refusedAtOnce(server, peer);
  }

  /** Whatever the machine is busy with, a refusal at once takes less than half a time-out. */
  private static void refusedAtOnce(ChildServer server, Peer peer) {
    long begun = System.nanoTime();
    try (Peer reader = server.connect()) {
      for (int i = 0; i < AT_ONCE; i++) {
        assertThat(file(peer, "at once")).startsWith("[ERR] unavailable: ");
        assertThat(reader.status("LIST limit:1")).isEqualTo("[OK] 1 ticket");
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isLessThan(TIMEOUT.multipliedBy(AT_ONCE / 2));
    server.awaitError("holds the lock");
    assertThat(server.stderr().lines().filter(line -> line.contains("holds the lock")))
        .as("said once, not each time")
        .hasSize(1);
  }

  private static String file(Peer peer, String title) {
    return peer.status("SENDTICKET {\"title\":\"" + title + "\"}");
  }

  private static List<String> titles(ChildServer server) {
    return EventLog.of(server).events().stream().map(EventLog.Event::mark).toList();
  }
}
