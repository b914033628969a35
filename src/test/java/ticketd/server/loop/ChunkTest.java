package ticketd.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private final List<Runnable> leftToThePool = new ArrayList<>();
  private final List<Runnable> leftToOthers = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();

  private Chunk of(Runnable... actors) {
    return new Chunk(new ArrayDeque<>(List.of(actors)), leftToThePool::add);
  }

  private void wake(Runnable actor, Order order) {
    ActorThread.current().orElseThrow().wake(actor, order, leftToOthers::add);
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
  }

  /** Again until none takes long, or all of them. */
  @Test
  void shouldRunWhatIsWokenBehindAllThatWait() {
    await()
        .untilAsserted(
            () -> {
              ran.clear();
              leftToThePool.clear();
              of(
                      () -> {
                        wake(() -> ran.add("woken at once"), Order.AT_ONCE);
                        wake(() -> ran.add("woken together"), Order.TOGETHER);
                        ran.add("first");
                      },
                      () -> ran.add("second"))
                  .run();
              assertThat(ran).containsExactly("first", "second", "woken at once", "woken together");
            });
  }

  /** Again until none takes long, or all of them. */
  @Test
  void shouldRunWhatServesAllBehindAllOthersAndThenWhatThatWakes() {
    await()
        .untilAsserted(
            () -> {
              ran.clear();
              leftToThePool.clear();
              Runnable store =
                  () -> {
                    ran.add("store");
                    wake(() -> ran.add("answered"), Order.TOGETHER);
                  };
              of(
                      () -> {
                        wake(store, Order.LAST);
                        wake(() -> ran.add("woken at once"), Order.AT_ONCE);
                      },
                      () -> ran.add("second"))
                  .run();
              assertThat(ran).containsExactly("second", "woken at once", "store", "answered");
            });
    assertThat(leftToOthers).isEmpty();
  }

  /** It is woken already, and no other thread will come to run it. */
  @Test
  void shouldRunWhatServesAllThoughItsTurnIsOver() {
    of(
            () -> {
              wake(() -> ran.add("store"), Order.LAST);
              spin(2 * Chunk.TURN_NANOS);
            },
            () -> ran.add("left"))
        .run();
    assertThat(ran).containsExactly("store");
    assertThat(leftToThePool).hasSize(1);
  }

  @Test
  void shouldLeaveToThePoolWhatServesAllAndGoesOnForLongerThanATurn() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    of(() -> linkLast(end)).run();
    assertThat(leftToOthers).isEmpty();
    assertThat(leftToThePool).hasSize(1).hasOnlyElementsOfType(Chunk.class);
    leftToThePool.get(0).run();
    assertThat(ran).containsExactly("store");
  }

  /** Until it was left. */
  private void linkLast(long end) {
    if (!leftToThePool.isEmpty()) {
      ran.add("store");
    } else if (System.nanoTime() - end < 0) {
      wake(() -> linkLast(end), Order.LAST);
    }
  }

  /** Again until nothing holds it up for a turn. */
  @Test
  void shouldLeaveToThePoolWhatWaitsBehindALongOneAndGoOnWithWhatThatWoke() {
    await()
        .untilAsserted(
            () -> {
              ran.clear();
              leftToThePool.clear();
              of(
                      () -> {
                        wake(() -> ran.add("woken by the long one"), Order.AT_ONCE);
                        spin(2 * Turn.LONG_NANOS);
                      },
                      () -> ran.add("behind"))
                  .run();
              assertThat(ran).containsExactly("woken by the long one");
            });
    assertThat(leftToThePool).hasSize(1);
    leftToThePool.get(0).run();
    assertThat(ran).containsExactly("woken by the long one", "behind");
  }

  @Test
  void shouldNotStayForLongerThanItsTurn() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    of(() -> link(end)).run();
    assertThat(leftToThePool).hasSize(1);
    assertThat(System.nanoTime() - end).isNegative();
  }

  private void link(long end) {
    if (System.nanoTime() - end < 0) {
      wake(() -> link(end), Order.AT_ONCE);
    }
  }

  @Test
  void shouldGoOnBehindWhatThrows() {
    List<Throwable> uncaught = new ArrayList<>();
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler before = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((on, thrown) -> uncaught.add(thrown));
    Error planted = new AssertionError("planted");
    RejectedExecutionException shutDown = new RejectedExecutionException("planted");
    try {
      new Chunk(
              new ArrayDeque<>(
                  List.of(
                      () -> {
                        throw planted;
                      },
                      () -> {
                        spin(2 * Turn.LONG_NANOS);
                        wake(() -> ran.add("woken"), Order.AT_ONCE);
                      },
                      () -> ran.add("refused by the pool"))),
              refused -> {
                throw shutDown;
              })
          .run();
    } finally {
      thread.setUncaughtExceptionHandler(before);
    }
    assertThat(uncaught).containsExactly(planted, shutDown);
    assertThat(ActorThread.current()).isEmpty();
  }

  @Test
  void shouldBeTheCurrentOneWhileItRuns() {
    List<ActorThread> current = new ArrayList<>();
    Chunk chunk = of(() -> ActorThread.current().ifPresent(current::add));
    chunk.run();
    assertThat(current).containsExactly(chunk);
    assertThat(ActorThread.current()).isEmpty();
  }
}
