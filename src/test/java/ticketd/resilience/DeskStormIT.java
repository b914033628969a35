package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.postgres.Proxy;
import ticketd.postgres.TestDesk;
import ticketd.testing.Ports;
import ticketd.testing.Seed;
import ticketd.testing.Size;

/**
 * Three nodes of one desk in PostgreSQL are killed and frozen at random, and their connections cut,
 * held up, half closed and ended by the server, while people file and change tickets. {@code mvn
 * -Pdeep verify} makes it longer, {@code -Dcycles=1000 -Dsoak=PT30M} longer still.
 */
class DeskStormIT {
  private static final int NODES = 3;
  private static final int WRITERS = 6;
  private static final Duration QUICK = Duration.ofMillis(300);
  private static final Duration SLOW = Duration.ofSeconds(6);

  private final TestDesk desk = TestDesk.create();

  @TempDir Path folder;

  /** What happens to nodes and their connections. */
  private enum Fault {
    KILLED,
    ALL_KILLED,
    FROZEN,
    CUT,
    HELD_UP,
    HALF_CLOSED,
    ENDED_BY_THE_SERVER
  }

  private List<List<String>> commands(Proxy way) {
    List<List<String>> commands = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      commands.add(command(Launch.on(folder.resolve("none")), i, desk.url(way.port())));
    }
    return commands;
  }

  private List<String> command(Launch launch, int node, String url) {
    List<String> command =
        new ArrayList<>(
            launch
                .with("store.postgres.replica", folder.resolve("node-" + node).toString())
                .with("store.lock-timeout", "30s")
                .command());
    // Where a file's name would be, which would lose one of the slashes.
    command.set(command.size() - 1, url);
    return command;
  }

  @Test
  void shouldLoseNothingAndDoubleNothingWhateverHappensToNodesAndConnections() {
    int cycles = Size.of("cycles", 2 * Fault.values().length, 100);
    Duration soak = Size.of("soak", Duration.ZERO, Duration.ofMinutes(1));
    long seed = Seed.next();
    Random random = new Random(seed);
    Writer.Habits habits =
        new Writer.Habits(
            8, true, true, Duration.ofMillis(20 + cycles / 2 + Math.min(100, soak.toSeconds())));
    try (Proxy way = desk.proxy();
        Cluster cluster = Cluster.start(commands(way));
        Load load = Load.start(cluster, habits, WRITERS, seed)) {
      for (int cycle = 0; cycle < cycles; cycle++) {
        // Each kind as often as any other, so that no run is without one.
        happen(Fault.values()[cycle % Fault.values().length], cluster, way, QUICK, random);
      }
      long end = System.nanoTime() + soak.toNanos();
      while (System.nanoTime() - end < 0) {
        Fault[] faults = Fault.values();
        happen(faults[random.nextInt(faults.length)], cluster, way, SLOW, random);
      }
      load.finish();
      cluster.forEach(DeskStormIT::awaitCalm);
      Verdict verdict = Verdict.of(cluster, load.ledger());
      verdict.report("DeskStormIT: " + cycles + " faults and " + soak + ", ");
      assertThat(load.ledger().count(Ledger.Outcome.STORED)).isPositive();
    }
  }

  private void happen(Fault fault, Cluster cluster, Proxy way, Duration longest, Random random) {
    ChildServer.pause(upTo(longest, random));
    int slot = random.nextInt(NODES);
    switch (fault) {
      case KILLED -> cluster.killAndRestart(List.of(slot));
      case ALL_KILLED -> cluster.killAndRestart(List.of(0, 1, 2));
      case FROZEN -> {
        cluster.get(slot).freeze();
        ChildServer.pause(upTo(longest, random));
        cluster.get(slot).thaw();
      }
      case CUT -> way.cut();
      case HELD_UP -> {
        way.hold(true);
        ChildServer.pause(upTo(longest, random));
        way.hold(false);
      }
      case HALF_CLOSED -> way.halfClose(random.nextBoolean());
      case ENDED_BY_THE_SERVER ->
          desk.query(
              "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                  + " WHERE datname = current_database() AND application_name = 'ticketd'");
    }
  }

  private static Duration upTo(Duration longest, Random random) {
    return Duration.ofMillis(random.nextInt((int) longest.toMillis()));
  }

  /** It has found its database again, for reads and for changes. */
  private static void awaitCalm(ChildServer server) {
    ChildServer.await(
        "a node that stores and reads",
        () -> {
          try (Peer peer = server.connect("reader")) {
            return peer.ask("SENDTICKET {\"title\":\"" + Ledger.END_MARK + "\"}")
                    .get(0)
                    .startsWith("[OK]")
                && peer.ask("LIST").stream().anyMatch(line -> line.startsWith("[OK]"));
          }
        });
  }

  /** With nobody asking it anything, in the same process and on the same port. */
  @Test
  void shouldBeginAnewByItselfWhereTheDatabaseWasPutBack() {
    Launch launch = Launch.on(folder.resolve("none")).onPort(Ports.free());
    try (ChildServer server = ChildServer.begin(command(launch, 0, desk.url())).awaitListening()) {
      try (Peer peer = server.connect("ana")) {
        assertThat(peer.ask("SENDTICKET {\"title\":\"a\"}").get(0)).contains("(#1)");
        assertThat(peer.ask("SENDTICKET {\"title\":\"b\"}").get(0)).contains("(#2)");
      }
      desk.query("DELETE FROM ticketd.event WHERE seq > 1");
      ChildServer.await(
          "another start", () -> server.stdout().split("Server listening on", -1).length > 2);
      try (Peer peer = server.connect("ana")) {
        ChildServer.await(
            "the ticket that is left", () -> peer.ask("LIST").contains("[OK] 1 ticket"));
      }
      assertThat(folder.resolve("node-0.fork-2")).exists();
    }
  }
}
