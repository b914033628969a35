package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Jar;
import ticketd.testing.Json;
import ticketd.testing.Processes;
import ticketd.testing.Seed;

/**
 * The deployment of docs/operations.md: two servers on one store, each a stand-in for the other.
 */
class DeploymentIT {
  private static final int ROUNDS = 1;
  private static final int MEANWHILE = 200;
  private static final int BURST = 100;
  private static final Writer.Habits RETRYING =
      new Writer.Habits(8, true, true, Duration.ofMillis(20));

  @TempDir Path folder;

  @Test
  void shouldLoseNothingWhileEachServerDiesInTurnAndItsClientsGoToTheOther() {
    long seed = Seed.next();
    try (Cluster cluster = Deployment.in(folder, 2).start();
        Load load = Load.start(cluster, RETRYING, 4, seed)) {
      Ledger ledger = load.ledger();
      for (int i = 0; i < 2 * ROUNDS; i++) {
        int victim = i % 2;
        int address = cluster.get(victim).address().getPort();
        awaitMore(ledger);
        killAtAnAnswer(cluster, victim, ledger);
        // While it is down the other one serves.
        awaitMore(ledger);
        cluster.killAndRestart(List.of(victim));
        assertThat(cluster.get(victim).address().getPort()).isEqualTo(address);
      }
      load.finish();
      Verdict.of(cluster, ledger).report("DeploymentIT: " + 2 * ROUNDS + " kills, ");
    }
  }

  /**
   * Asks a server for much at once, kills it at the first answer, and asks the other one for all of
   * it again: a kill at random hardly ever falls between storing and answering, and then nobody
   * repeats what is stored. What was answered is answered alike.
   */
  private static void killAtAnAnswer(Cluster cluster, int victim, Ledger ledger) {
    long sent = System.nanoTime();
    List<String> marks =
        IntStream.range(0, BURST).mapToObj(i -> "burst-" + sent + "-" + i).toList();
    List<String> requests =
        marks.stream()
            .map(mark -> "@" + mark + " SENDTICKET {\"title\":\"" + mark + "\"}")
            .toList();
    List<String> answers = new ArrayList<>();
    try (Peer peer = cluster.get(victim).connect("Ana")) {
      peer.json("FORMAT json");
      answers.add(peer.send(requests.toArray(String[]::new)).lineOrLost());
      cluster.get(victim).kill();
      peer.rest().stream().filter(line -> line.startsWith("{")).forEach(answers::add);
    }
    int other = 1 - victim;
    try (Peer peer = cluster.get(other).connect("Ana")) {
      peer.json("FORMAT json");
      for (int i = 0; i < BURST; i++) {
        Map<String, Object> again = peer.json(requests.get(i));
        long id = Json.number(again, "id");
        long seq = Json.number(again, "seq");
        if (i < answers.size()) {
          Map<String, Object> first = Json.object(answers.get(i));
          assertThat(id).isEqualTo(Json.number(first, "id"));
          assertThat(seq).isEqualTo(Json.number(first, "seq"));
        }
        ledger.add(
            new Ledger.Entry(
                marks.get(i), Ledger.Outcome.STORED, sent, System.nanoTime(), id, seq, other));
      }
    }
  }

  private static void awaitMore(Ledger ledger) {
    long before = ledger.count(Ledger.Outcome.STORED);
    ChildServer.await("answers", () -> ledger.count(Ledger.Outcome.STORED) > before + MEANWHILE);
  }

  @Test
  void shouldRestoreFromACopyTakenUnderLoadEverythingAcknowledgedBeforeIt() {
    Deployment deployment = Deployment.in(folder, 2);
    Path copy = folder.resolve("backup");
    List<Ledger.Entry> acknowledged = new ArrayList<>();
    List<EventLog.Event> history;
    long generation;
    try (Cluster cluster = deployment.start();
        Load load = Load.start(cluster, RETRYING, 4, 1)) {
      awaitMore(load.ledger());
      load.ledger().entries().stream()
          .filter(entry -> entry.outcome() == Ledger.Outcome.STORED)
          .forEach(acknowledged::add);
      Processes.run("cp", "--reflink=auto", deployment.store().toString(), copy.toString());
      check(copy.toString());
      awaitMore(load.ledger());
      load.finish();
      Verdict verdict = Verdict.of(cluster, load.ledger());
      verdict.report("DeploymentIT: a copy under load, ");
      history = verdict.log().events();
      generation = generation(cluster);
      stopAll(cluster);
    }
    Processes.run("mv", deployment.store().toString(), folder.resolve("damaged").toString());
    Processes.run("install", "-m", "600", copy.toString(), deployment.store().toString());
    check("--restored", deployment.store().toString());
    try (Cluster cluster = deployment.start()) {
      EventLog restored = EventLog.of(cluster.get(1));
      int kept = restored.events().size() - 1;
      assertThat(history)
          .startsWith(restored.events().subList(0, kept).toArray(EventLog.Event[]::new));
      assertThat(acknowledged).isNotEmpty().allMatch(entry -> entry.seq() <= kept);
      System.out.printf(
          "DeploymentIT: restored %d of %d changes, %d of them acknowledged before the copy%n",
          kept, history.size(), acknowledged.size());
      try (Peer peer = cluster.get(0).connect()) {
        assertThat(peer.status("WATCH since:" + history.size())).startsWith("[ERR] gone: ");
        // The store has as many changes, but those from there on will be others.
        String since = "/" + (kept - 1);
        assertThat(peer.status("WATCH since:" + generation + since)).startsWith("[ERR] gone: ");
        assertThat(peer.status("WATCH since:" + generation(cluster) + since)).startsWith("[OK] ");
      }
    }
  }

  private static long generation(Cluster cluster) {
    try (Peer peer = cluster.get(0).connect()) {
      peer.json("FORMAT json");
      return Json.number(peer.json("STATS"), "generation");
    }
  }

  private static void check(String... arguments) {
    List<String> command = new ArrayList<>(List.of("check"));
    command.addAll(List.of(arguments));
    Processes.run(Jar.server(List.of(), command).toArray(String[]::new));
  }

  private static void stopAll(Cluster cluster) {
    cluster.forEach(server -> server.signal("TERM"));
    cluster.forEach(server -> assertThat(server.awaitExit()).isEqualTo(143));
  }
}
