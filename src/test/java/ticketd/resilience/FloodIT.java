package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that send without end, or take nothing of what they asked for, cost a server no memory and
 * nobody else an answer. The server's heap is a fraction of what it would have to hold.
 *
 * <p>{@code -Dcrowd=10000 -Dheap=512} for the connections of the second test, which are 1,000
 * otherwise, and the heap they need.
 */
class FloodIT {
  private static final int HEAP_MB = Integer.getInteger("heap", 64);
  private static final int MIB = 1 << 20;
  private static final int TICKETS = 100_000;
  private static final int READERS = 100;
  private static final int SENDERS = 20;
  private static final String PONG = "[OK] PONG";

  @TempDir static Path folder;
  private static ChildServer server;

  @BeforeAll
  static void start() {
    server = ChildServer.start(launch("-Xmx" + HEAP_MB + "m"));
    try (Peer peer = server.connect("Jules")) {
      peer.file(TICKETS / 1_000, "x".repeat(40));
    }
  }

  private static Launch launch(String memory) {
    return Launch.on(folder.resolve("tickets"))
        .syncing("os")
        // So that 10,000 leave room for those who look whether others are served.
        .with("limits.max-connections", "11000")
        .withJvm(memory, "-XX:+ExitOnOutOfMemoryError");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void shouldCutALineWithoutAnEnd() {
    long before = server.residentBytes();
    byte[] much = "x".repeat(MIB).getBytes(StandardCharsets.US_ASCII);
    long sent = 0;
    try (Peer endless = server.connect()) {
      assertThat(endless.status("PING")).isEqualTo(PONG);
      try {
        while (sent < 64L << 30) {
          endless.sendRaw(much);
          sent += much.length;
        }
      } catch (UncheckedIOException e) {
        // Cut, which is what the test waits for.
        assertThat(servesOthers()).isTrue();
      }
    }
    assertThat(sent).isLessThan(64L << 30);
    report("a line without an end, cut after " + sent / MIB + " MiB", before);
  }

  @Test
  void shouldHoldNoMoreOfManyUnfinishedLinesThanItsHeapAllows() {
    int size = Integer.getInteger("crowd", 1_000);
    long before = server.residentBytes();
    try (Crowd crowd = Crowd.at(server.address(), size)) {
      // Some four times the heap, were all of it kept.
      String drop = "x".repeat((int) (4L * HEAP_MB * MIB / 64 / size));
      for (int i = 0; i < 64; i++) {
        crowd.say(drop);
        assertThat(servesOthers()).isTrue();
      }
      // What the kernel took for the server may take it a while.
      await().until(() -> crowd.say("x"), left -> servesOthers() && left < size);
      report(size + " unfinished lines that grow by a trickle", before);
    }
  }

  @Test
  void shouldReadNoMoreRequestsThanItsPeerTakesReplies() {
    long before = server.residentBytes();
    try (Crowd crowd = Crowd.at(server.address(), SENDERS)) {
      long sent = crowd.flood("PING\n".repeat(100_000));
      for (int i = 0; i < 100; i++) {
        assertThat(servesOthers()).isTrue();
      }
      assertThat(server.isAlive()).isTrue();
      report("a flood of " + sent / MIB + " MiB of requests, no reply taken", before);
    }
  }

  @Test
  void shouldMakeNoMoreOfALongReplyThanItsPeerTakes() {
    long before = server.residentBytes();
    List<Peer> readers = new ArrayList<>();
    try (Peer other = server.connect("Ana")) {
      for (int i = 0; i < READERS; i++) {
        readers.add(Peer.to(server.address(), 4096).send("LIST"));
      }
      long begun = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        assertThat(other.status("SHOW " + (1 + i))).isEqualTo("[OK]");
      }
      double each = (System.nanoTime() - begun) / 1e9;
      report(READERS + " lists of " + TICKETS + " tickets that nobody reads", before);
      System.out.printf(Locale.ROOT, "FloodIT: meanwhile a SHOW took %.2f ms%n", each);
      // All of it is there for the one that reads after all.
      assertThat(readers.get(0).reply()).hasSizeGreaterThan(TICKETS);
    } finally {
      readers.forEach(Peer::close);
    }
  }

  /** Each has a buffer of 128 KiB outside of the heap, where there is room for 64 of them. */
  @Test
  void shouldHoldNoMoreOfUnfinishedWritesThanThereIsRoomFor() {
    List<Peer> readers = new ArrayList<>();
    try (ChildServer small = ChildServer.start(launch("-XX:MaxDirectMemorySize=8m"));
        Peer other = small.connect("Ana")) {
      for (int i = 0; i < READERS; i++) {
        readers.add(Peer.to(small.address(), 4096).send("LIST"));
      }
      await().until(() -> other.status("PING").equals(PONG) && small.stdout().contains(" left: "));
    } finally {
      readers.forEach(Peer::close);
    }
  }

  @Test
  void shouldHoldNoMoreOfLongRepliesThanItsHeapAllows() {
    long before = server.residentBytes();
    List<Peer> readers = new ArrayList<>();
    try (Peer other = server.connect("Ana")) {
      String text = "x".repeat(32_000);
      for (int i = 0; i < 100; i++) {
        assertThat(other.status("COMMENT 1 " + text)).startsWith("[OK]");
      }
      for (int i = 0; i < READERS; i++) {
        readers.add(Peer.to(server.address(), 4096).send("SHOW 1"));
        assertThat(servesOthers()).isTrue();
      }
      report(READERS + " tickets of 3 MiB that nobody reads", before);
      // Who takes it has all of it meanwhile.
      assertThat(other.ask("SHOW 1")).contains("  " + text).last().isEqualTo("[OK]");
    } finally {
      readers.forEach(Peer::close);
    }
  }

  private static boolean servesOthers() {
    try (Peer peer = server.connect()) {
      return peer.status("PING").equals(PONG);
    }
  }

  private static void report(String what, long before) {
    System.out.printf(
        Locale.ROOT,
        "FloodIT: %s: resident memory %d to %d MiB, heap at most %d%n",
        what,
        before / MIB,
        server.residentBytes() / MIB,
        HEAP_MB);
  }
}
