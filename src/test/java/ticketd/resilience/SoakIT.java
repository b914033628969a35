package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything at once for a while, on two servers as the unit starts them: people file and change
 * tickets, list, and watch, and every few seconds a server is killed. The whole of it takes half an
 * hour: {@code mvn verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test=SoakIT
 * -Dsoak=PT30M}; a run is repeated with {@code -Dseed=…}.
 */
class SoakIT {
  private static final Duration BRIEF = Duration.ofMinutes(1);
  private static final int WRITERS = 4;
  private static final int LISTERS = 2;
  private static final int WATCHERS = 2;
  private static final int LONGEST_PEACE_MS = 6_000;

  /** So that half an hour's history can be compared in memory. */
  private static final Writer.Habits EVERYTHING =
      new Writer.Habits(8, true, true, Duration.ofMillis(100));

  @TempDir Path folder;

  @Test
  void shouldLoseNothingDoubleNothingAndShowEverythingOnce() {
    Duration length = Duration.parse(System.getProperty("soak", BRIEF.toString()));
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("SoakIT: " + length + ", -Dseed=" + seed);
    List<Lister> listers = new ArrayList<>();
    List<Watcher> watchers = new ArrayList<>();
    try (Cluster cluster = Deployment.in(folder).start();
        Load load = Load.start(cluster, EVERYTHING, WRITERS, seed)) {
      for (int i = 0; i < LISTERS; i++) {
        listers.add(new Lister("lister" + i, cluster, seed + 100 + i));
      }
      for (int i = 0; i < WATCHERS; i++) {
        watchers.add(new Watcher("watcher" + i, cluster, seed + 200 + i));
      }
      listers.forEach(Onlooker::start);
      watchers.forEach(Onlooker::start);
      int kills = killAtRandom(cluster, length, new Random(seed));
      load.finish();
      Verdict verdict = Verdict.of(cluster, load.ledger());
      verdict.report("SoakIT: " + length.toSeconds() + " s, " + kills + " kills, ");
      long last = verdict.log().events().size();
      for (Watcher watcher : watchers) {
        ChildServer.await("the last change", () -> watcher.seen() >= last);
      }
      System.out.printf(
          "SoakIT: %d replies with %d rows read, %d changes watched%n",
          listers.stream().mapToLong(Lister::replies).sum(),
          listers.stream().mapToLong(Lister::rows).sum(),
          watchers.stream().mapToLong(Watcher::seen).sum());
      assertThat(kills).isPositive();
    } finally {
      listers.forEach(Onlooker::close);
      watchers.forEach(Onlooker::close);
    }
    List<String> findings = new ArrayList<>();
    listers.forEach(lister -> findings.addAll(lister.findings()));
    watchers.forEach(watcher -> findings.addAll(watcher.findings()));
    assertThat(findings).isEmpty();
  }

  /** Mostly one, now and then both; returns how many died. */
  private static int killAtRandom(Cluster cluster, Duration length, Random random) {
    long end = System.nanoTime() + length.toNanos();
    int kills = 0;
    while (System.nanoTime() - end < 0) {
      ChildServer.pause(Duration.ofMillis(random.nextInt(LONGEST_PEACE_MS)));
      int first = random.nextInt(2);
      List<Integer> victims = random.nextInt(8) == 0 ? List.of(first, 1 - first) : List.of(first);
      cluster.killAndRestart(victims);
      kills += victims.size();
    }
    return kills;
  }
}
