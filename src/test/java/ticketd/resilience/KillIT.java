package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four servers on one store under load, killed at random. More cycles: {@code mvn verify
 * -Dit.test=KillIT -Dcycles=1000}; a run is repeated with {@code -Dseed=…}, another sync mode is
 * asked for with {@code -Dsync=os}.
 */
class KillIT {
  private static final int SERVERS = 4;
  private static final int WRITERS = 8;

  @TempDir Path folder;

  /** The more cycles, the longer a writer rests, lest a long run be of more than can be checked. */
  private static Writer.Habits filing(int cycles) {
    return new Writer.Habits(8, false, true, Duration.ofMillis(10 + cycles / 10));
  }

  @Test
  void shouldLoseNothingAndDoubleNothingHoweverOftenServersAreKilled() {
    int cycles = Integer.getInteger("cycles", 50);
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("KillIT: " + cycles + " cycles, -Dseed=" + seed);
    Launch launch =
        Launch.on(folder.resolve("tickets"))
            .syncing(System.getProperty("sync", "always"))
            // A host that is out of breath may stop whoever holds it for longer than the default.
            .with("store.lock-timeout", "30s");
    try (Cluster cluster = Cluster.start(launch, SERVERS);
        Load load = Load.start(cluster, filing(cycles), WRITERS, seed)) {
      int kills = killAtRandom(cluster, cycles, new Random(seed));
      load.finish();
      Verdict.of(cluster, load.ledger()).report("KillIT: " + kills + " kills, ");
      assertThat(load.ledger().count(Ledger.Outcome.STORED)).isGreaterThan(cycles);
    }
  }

  /** Mostly one at a time, now and then all of them at once; returns how many died. */
  private static int killAtRandom(Cluster cluster, int cycles, Random random) {
    int kills = 0;
    for (int cycle = 0; cycle < cycles; cycle++) {
      List<Integer> slots = new ArrayList<>();
      for (int slot = 0; slot < cluster.size(); slot++) {
        slots.add(slot);
      }
      Collections.shuffle(slots, random);
      int victims = cycle % 10 == 9 ? cluster.size() : 1;
      cluster.killAndRestart(slots.subList(0, victims));
      kills += victims;
      ChildServer.pause(Duration.ofMillis(random.nextInt(300)));
    }
    return kills;
  }
}
