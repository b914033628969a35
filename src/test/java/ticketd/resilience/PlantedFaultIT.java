package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers with a fault planted in them: what the checkers must find, and what must end at once. */
class PlantedFaultIT {
  private static final Writer.Habits FILING = new Writer.Habits(8, false, false, Duration.ZERO);

  @TempDir Path folder;

  private int rounds;

  private Launch planted(FaultyFiles.Fault fault) {
    return Launch.on(store()).withJvm("-Dplanted=" + fault).withMain(FaultyServer.class);
  }

  /** Another for each round, so that no text comes twice. */
  private Path store() {
    return folder.resolve("tickets" + rounds);
  }

  /**
   * It is lost for the clients or, where two wrote over each other, damage to the next server. Now
   * and then a server notices and ends before it did harm, so there are several rounds.
   */
  @Test
  void shouldFindThatServersWriteWithoutTheLock() {
    List<String> findings = new ArrayList<>();
    ChildServer.await(
        "a finding",
        () -> {
          rounds++;
          findings.addAll(findings(roundWithoutTheLock()));
          return !findings.isEmpty();
        });
    System.out.println("PlantedFaultIT: without the lock: " + findings.get(0));
  }

  private Ledger roundWithoutTheLock() {
    try (Cluster cluster = Cluster.start(planted(FaultyFiles.Fault.NO_LOCK), 2);
        Load load = Load.start(cluster, FILING, 4, 1)) {
      ChildServer.await(
          "enough answers, or the end of a server",
          () ->
              load.ledger().entries().size() > 1_000
                  || !cluster.get(0).isAlive()
                  || !cluster.get(1).isAlive());
      load.abandon();
      return load.ledger();
    }
  }

  private List<String> findings(Ledger ledger) {
    Launch sound = Launch.on(store());
    try (ChildServer server = ChildServer.begin(sound)) {
      ChildServer.await(
          () -> "it to start or to refuse; " + server.threads(),
          () -> server.listens() || !server.isAlive());
      return server.isAlive()
          ? ledger.check(EventLog.of(server))
          : server.stderr().lines().filter(line -> line.contains("damaged at offset")).toList();
    }
  }

  @Test
  void shouldEndAtOnceOnAnError() {
    try (ChildServer server =
            ChildServer.start(planted(FaultyFiles.Fault.ERROR).syncing("always"));
        Peer peer = server.connect("Jules")) {
      peer.send("SENDTICKET {\"title\":\"x\"}");
      assertThat(server.awaitExit()).isEqualTo(255);
      assertThat(server.stderr()).contains("java.lang.InternalError: planted");
      assertThat(peer.rest()).isSubsetOf("reset");
    }
  }
}
