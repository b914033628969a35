package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How many connections there may be, and what they cost.
 *
 * <p>{@code -Dwatch=30} looks for so many seconds at a server that refuses, 3 otherwise; {@code
 * -Didle=10000} opens so many idle connections, 1,000 otherwise.
 */
class ConnectionLimitIT {
  private static final int MIB = 1 << 20;

  /** Bytes of resident memory for an idle connection: two to four times what one takes. */
  private static final int MOST_EACH = 64 << 10;

  /** Of the log, while connections are refused: some three times what is told. */
  private static final int MOST_LINES_A_SECOND = 10;

  private static final String REFUSED = "[ERR] too-many-connections: ";
  private static final String PONG = "[OK] PONG";

  @TempDir Path folder;

  private Launch launch() {
    return Launch.on(folder.resolve("tickets")).syncing("os");
  }

  @Test
  void shouldTellWhoIsTooManyAndServeAgainWhenThereIsRoom() {
    try (ChildServer server = ChildServer.start(launch().with("limits.max-connections", "2"));
        Peer one = server.connect("Ana")) {
      try (Peer two = server.connect("Jules");
          Peer three = server.connect()) {
        assertThat(three.rest()).singleElement().asString().startsWith(REFUSED);
        assertThat(one.status("PING")).isEqualTo(PONG);
        assertThat(two.status("PING")).isEqualTo(PONG);
      }
      ChildServer.await("room", () -> isServed(server));
    }
  }

  /** The files that connections may take end before those that accepting them needs. */
  @Test
  void shouldNeitherSpinNorStormWhereItMayOpenFewFiles() {
    Duration watch = Duration.ofSeconds(Integer.getInteger("watch", 3));
    long begun = System.nanoTime();
    try (ChildServer server = ChildServer.start(launch().withOpenFiles(256))) {
      server.awaitError("max-connections lowered from 10000 to 128");
      try (Crowd crowd = Crowd.at(server.address(), 600)) {
        ChildServer.await("it to refuse", () -> !isServed(server));
        Duration before = server.processorTime();
        ChildServer.pause(watch);
        Duration used = server.processorTime().minus(before);
        long lines = server.stdout().lines().count() + server.stderr().lines().count();
        System.out.printf(
            Locale.ROOT,
            "ConnectionLimitIT: %d connections wanted, 256 files allowed, %d open: %.1f %% of a"
                + " core, %d lines in all%n",
            crowd.size(),
            server.openFiles(),
            100.0 * used.toMillis() / watch.toMillis(),
            lines);
        assertThat(used).isLessThan(watch.dividedBy(10));
        // Some are told a second, however long a busy machine takes.
        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(lines).isLessThan(70 + MOST_LINES_A_SECOND * seconds);
      }
      ChildServer.await("service to resume", () -> isServed(server));
    }
  }

  @Test
  void shouldHoldIdleConnectionsInLittleMemory() {
    int size = Integer.getInteger("idle", 1_000);
    try (ChildServer server = ChildServer.start(launch().withJvm(Unit.read().jvm()))) {
      long before = server.residentBytes();
      try (Crowd crowd = Crowd.at(server.address(), size - 1);
          Peer peer = server.connect("Ana")) {
        assertThat(crowd.say("PING\n")).isEqualTo(size - 1);
        ChildServer.await("all of them to be connected", () -> peer.connections() == size);
        long resident = server.residentBytes();
        System.out.printf(
            Locale.ROOT,
            "ConnectionLimitIT: %d idle connections: resident memory %d to %d MiB%n",
            size,
            before / MIB,
            resident / MIB);
        assertThat(resident).isLessThan(512L * MIB);
        assertThat(resident - before).isLessThan((long) size * MOST_EACH);
      }
    }
  }

  /** The kernel asks a peer that fell silent whether it is still there; see proc(5), net/tcp. */
  @Test
  void shouldLetTheKernelLookForPeersThatAreGone() {
    try (ChildServer server = ChildServer.start(launch());
        Peer peer = server.connect("Ana")) {
      int port = server.address().getPort();
      ChildServer.await(
          "a timer of keep-alive",
          () -> timers(port).equals(List.of("02")) && peer.status("PING").equals(PONG));
    }
  }

  /** Of the established connections of a local port: 02 is keep-alive, 01 a retransmission. */
  private static List<String> timers(int port) {
    String local = String.format(Locale.ROOT, ":%04X", port);
    List<String> timers = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        lines
            .map(line -> line.trim().split("\\s+", -1))
            .filter(fields -> fields[1].endsWith(local) && fields[3].equals("01"))
            .forEach(fields -> timers.add(fields[5].substring(0, 2)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return timers;
  }

  private static boolean isServed(ChildServer server) {
    try (Peer peer = server.connect()) {
      return peer.status("PING").equals(PONG);
    } catch (UncheckedIOException e) {
      // Cut at once: one of too many.
      return false;
    }
  }
}
