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
import ticketd.testing.Seed;
import ticketd.testing.Size;

/**
 * Everything at once: three servers on one store, as the unit starts them, are killed at random
 * while people file and change tickets, list, and watch. First so many kills in quick succession,
 * then, for a while, one every few seconds. {@code mvn -Pdeep verify} makes it longer, {@code
 * -Dcycles=1000 -Dsoak=PT30M} longer still; another sync mode is asked for with {@code -Dsync=os}.
 */
class StormIT {
  private static final int SERVERS = 3;
  private static final int WRITERS = 8;
  private static final int LISTERS = 2;
  private static final int WATCHERS = 2;
  private static final int ALL_AT_ONCE_EVERY = 6;
  private static final Duration QUICK = Duration.ofMillis(300);
  private static final Duration SLOW = Duration.ofSeconds(6);

  private final List<Onlooker> onlookers = new ArrayList<>();

  @TempDir Path folder;

  /** The longer it lasts, the longer a writer rests, lest it be of more than can be compared. */
  private static Writer.Habits everything(int cycles, Duration soak) {
    return new Writer.Habits(
        8, true, true, Duration.ofMillis(20 + cycles / 2 + Math.min(100, soak.toSeconds())));
  }

  @Test
  void shouldLoseNothingDoubleNothingAndShowEverythingOnceHoweverOftenServersAreKilled() {
    int cycles = Size.of("cycles", 8, 50);
    Duration soak = Size.of("soak", Duration.ZERO, Duration.ofMinutes(1));
    long seed = Seed.next();
    Random random = new Random(seed);
    Deployment deployment =
        Deployment.in(folder, SERVERS).with("--sync", System.getProperty("sync", "always"));
    try (Cluster cluster = deployment.start();
        Load load = Load.start(cluster, everything(cycles, soak), WRITERS, seed)) {
      List<Lister> listers = new ArrayList<>();
      for (int i = 0; i < LISTERS; i++) {
        listers.add(new Lister("lister" + i, cluster, seed + 100 + i));
      }
      List<Watcher> watchers = new ArrayList<>();
      for (int i = 0; i < WATCHERS; i++) {
        watchers.add(new Watcher("watcher" + i, cluster, seed + 200 + i));
      }
      onlookers.addAll(listers);
      onlookers.addAll(watchers);
      onlookers.forEach(Onlooker::start);
      int kills = killAtRandom(cluster, cycles, random) + killNowAndThen(cluster, soak, random);
      load.finish();
      Verdict verdict = Verdict.of(cluster, load.ledger());
      verdict.report("StormIT: " + kills + " kills, ");
      long last = verdict.log().events().size();
      for (Watcher watcher : watchers) {
        ChildServer.await("the last change", () -> watcher.seen() >= last);
      }
      System.out.printf(
          "StormIT: %d replies with %d rows read, %d changes watched%n",
          listers.stream().mapToLong(Lister::replies).sum(),
          listers.stream().mapToLong(Lister::rows).sum(),
          watchers.stream().mapToLong(Watcher::seen).sum());
      assertThat(load.ledger().count(Ledger.Outcome.STORED)).isGreaterThan(cycles);
      assertThat(listers).allMatch(lister -> lister.replies() > 0);
    } finally {
      onlookers.forEach(Onlooker::close);
    }
    assertThat(onlookers).flatExtracting(Onlooker::findings).isEmpty();
  }

  /** Mostly one at a time, now and then all of them at once; returns how many died. */
  private static int killAtRandom(Cluster cluster, int cycles, Random random) {
    int kills = 0;
    for (int cycle = 1; cycle <= cycles; cycle++) {
      ChildServer.pause(upTo(QUICK, random));
      kills += kill(cluster, cycle % ALL_AT_ONCE_EVERY == 0 ? SERVERS : 1, random);
    }
    return kills;
  }

  /** The same with time between two kills for much to be done. */
  private static int killNowAndThen(Cluster cluster, Duration length, Random random) {
    long end = System.nanoTime() + length.toNanos();
    int kills = 0;
    while (System.nanoTime() - end < 0) {
      ChildServer.pause(upTo(SLOW, random));
      kills += kill(cluster, random.nextInt(8) == 0 ? SERVERS : 1, random);
    }
    return kills;
  }

  private static Duration upTo(Duration longest, Random random) {
    return Duration.ofMillis(random.nextInt((int) longest.toMillis()));
  }

  private static int kill(Cluster cluster, int victims, Random random) {
    List<Integer> slots = new ArrayList<>();
    for (int slot = 0; slot < cluster.size(); slot++) {
      slots.add(slot);
    }
    Collections.shuffle(slots, random);
    cluster.killAndRestart(slots.subList(0, victims));
    return victims;
  }
}
