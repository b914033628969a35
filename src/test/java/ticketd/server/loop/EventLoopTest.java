package ticketd.server.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileAccess;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.ticket.Identity;

class EventLoopTest {
  private static final int MANY_REQUESTS = 500;
  private static final int MANY_LINKS = 10_000_000;

  @TempDir Path folder;

  private final AtomicReference<Thread> thread = new AtomicReference<>();
  private final List<Runnable> leftToThePool = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Throwable> uncaught = new LinkedBlockingQueue<>();
  private final EventLoop loop =
      EventLoop.start(
          run -> {
            Thread made = new Thread(run, "loop");
            made.setUncaughtExceptionHandler((on, thrown) -> uncaught.add(thrown));
            thread.set(made);
            return made;
          });

  @AfterEach
  void end() {
    loop.shutdownNow();
  }

  /** Runs {@code task} on the loop and returns when the loop has asked for the next one. */
  private void run(Runnable task) {
    CompletableFuture<Void> turnIsOver = new CompletableFuture<>();
    loop.execute(task);
    loop.execute(() -> turnIsOver.complete(null));
    turnIsOver.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /** The same behind an actor that took longer than the loop's turn. */
  private void runWhenTheTurnIsOver(Runnable task) {
    run(
        () -> {
          wake(() -> spin(2 * Turn.READING_NANOS));
          task.run();
        });
  }

  private void wake(Runnable actor) {
    ActorThread.current().orElseThrow().wake(actor, Order.AT_ONCE, leftToThePool::add);
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void wakeLast(Runnable actor) {
    ActorThread.current().orElseThrow().wake(actor, Order.LAST, leftToThePool::add);
  }

  private void wakeTogether(Runnable actor) {
    ActorThread.current().orElseThrow().wake(actor, Order.TOGETHER, leftToThePool::add);
  }

  /** Until none has left anything more. */
  private void runWhatIsLeft() {
    while (!leftToThePool.isEmpty()) {
      leftToThePool.remove(0).run();
    }
  }

  /** Again until no actor takes long, as the first times do, before the JVM has compiled them. */
  @Test
  void shouldRunWhatATaskWakesAtOnceAndBehindItWhatServesAll() {
    List<String> ran = new CopyOnWriteArrayList<>();
    await()
        .untilAsserted(
            () -> {
              ran.clear();
              loop.execute(
                  () -> {
                    loop.execute(() -> ran.add("next task"));
                    wake(
                        () -> {
                          wake(() -> ran.add("woken by it"));
                          wakeLast(
                              () -> {
                                wake(() -> ran.add("woken behind"));
                                ran.add("behind");
                              });
                          ran.add(Thread.currentThread().getName());
                        });
                    wake(() -> ran.add("second"));
                    ran.add("task");
                  });
              run(() -> {});
              assertThat(ran)
                  .containsExactly(
                      "loop",
                      "woken by it",
                      "second",
                      "task",
                      "behind",
                      "woken behind",
                      "next task");
            });
  }

  /** Again until no actor takes long. */
  @Test
  void shouldRunSessionsBehindAllThatReadsAndWhatTheyWriteBehindAllOfThem() {
    List<String> ran = new CopyOnWriteArrayList<>();
    await()
        .untilAsserted(
            () -> {
              ran.clear();
              run(
                  () -> {
                    for (int i = 0; i < 2; i++) {
                      int connection = i;
                      wake(
                          () -> {
                            wakeLast(() -> ran.add("store"));
                            wakeTogether(
                                () -> {
                                  wake(() -> ran.add("write " + connection));
                                  ran.add("session " + connection);
                                });
                            ran.add("read " + connection);
                          });
                    }
                  });
              assertThat(ran)
                  .containsExactly(
                      "read 0",
                      "read 1",
                      "session 0",
                      "session 1",
                      "write 0",
                      "write 1",
                      "store",
                      "store");
            });
    runWhatIsLeft();
  }

  /** Again until they are through before the turn is over. */
  @Test
  void shouldRunSessionsWhileOthersAreReadAsSoonAsTheyAreMany() {
    AtomicInteger ran = new AtomicInteger();
    List<Integer> ranBefore = new CopyOnWriteArrayList<>();
    await()
        .untilAsserted(
            () -> {
              ran.set(0);
              ranBefore.clear();
              run(
                  () -> {
                    for (int i = 0; i < Chunk.SIZE + 1; i++) {
                      ranBefore.add(ran.get());
                      wake(() -> wakeTogether(ran::incrementAndGet));
                    }
                    ranBefore.add(ran.get());
                  });
              assertThat(ran).hasValue(Chunk.SIZE + 1);
              assertThat(ranBefore)
                  .startsWith(0, 0)
                  .endsWith(0, Chunk.SIZE, Chunk.SIZE)
                  .containsOnly(0, Chunk.SIZE);
            });
    runWhatIsLeft();
  }

  /** Actors that wake one another for longer than the loop reads, none of which takes long. */
  @Test
  void shouldLeaveToThePoolWhatIsWokenAfterItsTurn() {
    await()
        .until(
            () -> {
              AtomicInteger links = new AtomicInteger();
              run(() -> wake(() -> link(links)));
              return !leftToThePool.isEmpty();
            });
    assertThat(leftToThePool).hasSize(1).hasOnlyElementsOfType(Chunk.class);
    leftToThePool.clear();
    List<String> ran = new CopyOnWriteArrayList<>();
    run(() -> wake(() -> ran.add("in the next turn")));
    assertThat(ran).containsExactly("in the next turn");
    assertThat(leftToThePool).isEmpty();
  }

  /** Again until nothing holds it up for longer than it reads. */
  @Test
  void shouldLeaveSessionsToThePoolAfterItsTurnButReadOn() {
    AtomicBoolean readOn = new AtomicBoolean();
    AtomicInteger sessions = new AtomicInteger();
    await()
        .until(
            () -> {
              readOn.set(false);
              sessions.set(0);
              run(
                  () -> {
                    wake(() -> linkUntil(System.nanoTime() + 2 * Turn.LONGER_NANOS, readOn));
                    wakeTogether(sessions::incrementAndGet);
                  });
              assertThat(sessions).hasValue(0);
              boolean readOnHere = readOn.get();
              runWhatIsLeft();
              assertThat(sessions).hasValue(1);
              return readOnHere;
            });
  }

  @Test
  void shouldLeaveToThePoolWhatSessionsWakeAfterItsTurn() {
    AtomicBoolean wentOn = new AtomicBoolean();
    run(() -> wakeTogether(() -> linkUntil(System.nanoTime() + 2 * Turn.LONGER_NANOS, wentOn)));
    assertThat(wentOn).isFalse();
    runWhatIsLeft();
    assertThat(wentOn).isTrue();
  }

  /** After less than a turn of short ones lasts; each time, since any may be held up. */
  @RepeatedTest(20)
  void shouldLeaveToThePoolSoonerWhereSessionsTakeLong() {
    int many = 20;
    run(
        () -> {
          for (int i = 0; i < many; i++) {
            wakeTogether(() -> spin(5 * Turn.NANOS / 4 / many));
          }
        });
    assertThat(leftToThePool).isNotEmpty();
  }

  @Test
  void shouldLeaveAsOneTaskWhatItLeaves() {
    AtomicInteger sessions = new AtomicInteger();
    runWhenTheTurnIsOver(
        () -> {
          for (int i = 0; i < Chunk.SIZE + 2; i++) {
            wakeTogether(sessions::incrementAndGet);
          }
        });
    assertThat(sessions).hasValue(0);
    assertThat(leftToThePool).hasSize(2).hasOnlyElementsOfType(Chunk.class);
    runWhatIsLeft();
    assertThat(sessions).hasValue(Chunk.SIZE + 2);
  }

  /** Again until no actor takes long, which would put what waits behind it behind the store. */
  @Test
  void shouldLeaveWhatServesAllAfterItsTurnBehindAllOthersThatItLeaves() {
    List<String> ran = new CopyOnWriteArrayList<>();
    await()
        .until(
            () -> {
              ran.clear();
              runWhenTheTurnIsOver(
                  () -> {
                    wakeLast(() -> ran.add("store"));
                    for (int i = 0; i < Chunk.SIZE + 2; i++) {
                      wakeTogether(() -> ran.add("session"));
                    }
                  });
              assertThat(ran).isEmpty();
              assertThat(leftToThePool).hasSize(2).hasOnlyElementsOfType(Chunk.class);
              runWhatIsLeft();
              assertThat(ran).hasSize(Chunk.SIZE + 3);
              return ran.indexOf("store") == Chunk.SIZE + 2;
            });
  }

  @Test
  void shouldLeaveWhatServesAllAfterItsTurnThoughNothingElseIsLeft() {
    List<String> ran = new CopyOnWriteArrayList<>();
    runWhenTheTurnIsOver(() -> wakeLast(() -> ran.add("store")));
    assertThat(ran).isEmpty();
    runWhatIsLeft();
    assertThat(ran).containsExactly("store");
  }

  /** Again until nothing holds an actor up, which would leave the others to the pool. */
  @Test
  void shouldGoOnForLongerWithAnswers() {
    AtomicBoolean wentOn = new AtomicBoolean();
    await()
        .until(
            () -> {
              run(
                  () -> {
                    EventLoop.current().orElseThrow().answers();
                    wakeTogether(
                        () -> linkUntil(System.nanoTime() + 3 * Turn.LONGER_NANOS / 2, wentOn));
                  });
              return wentOn.get();
            });
  }

  private void linkUntil(long late, AtomicBoolean wentOn) {
    if (System.nanoTime() - late < 0) {
      wake(() -> linkUntil(late, wentOn));
    } else {
      wake(() -> wake(() -> wentOn.set(true)));
    }
  }

  private void link(AtomicInteger links) {
    if (links.incrementAndGet() < MANY_LINKS) {
      wake(() -> link(links));
    }
  }

  /** Again until nothing holds it up for as long as it reads. */
  @Test
  void shouldLeaveToThePoolWhatWaitsBehindALongOneAndGoOnWithWhatThatWoke() {
    List<String> ran = new CopyOnWriteArrayList<>();
    await()
        .untilAsserted(
            () -> {
              leftToThePool.clear();
              ran.clear();
              run(
                  () ->
                      wake(
                          () -> {
                            wake(
                                () -> {
                                  wake(() -> ran.add("woken by the long one"));
                                  spin(2 * Turn.HELD_UP_NANOS);
                                });
                            wake(() -> ran.add("behind"));
                          }));
              assertThat(ran).containsExactly("woken by the long one");
            });
    assertThat(leftToThePool).hasSize(1);
    runWhatIsLeft();
    assertThat(ran).containsExactly("woken by the long one", "behind");
  }

  @Test
  void shouldBeTheCurrentOneInItsOwnThreadOnly() {
    CompletableFuture<Boolean> inLoop = new CompletableFuture<>();
    run(() -> inLoop.complete(EventLoop.current().filter(loop::equals).isPresent()));
    assertThat(inLoop).isCompletedWithValue(true);
    assertThat(EventLoop.current()).isEmpty();
  }

  @Test
  void shouldGoOnBehindWhatThrows() throws InterruptedException {
    Error thrown = new AssertionError("planted");
    run(
        () ->
            wake(
                () -> {
                  throw thrown;
                }));
    assertThat(uncaught.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isSameAs(thrown);
    run(() -> {});
  }

  @Test
  void shouldGoOnBehindAnInterrupt() {
    run(() -> wake(() -> Thread.currentThread().interrupt()));
    run(() -> {});
  }

  @Test
  void shouldRunWhatItHasThenEnd() throws InterruptedException {
    List<String> ran = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> shutDown = new CompletableFuture<>();
    loop.execute(shutDown::join);
    loop.execute(() -> ran.add("last"));
    loop.shutdown();
    assertThat(loop.isTerminated()).isFalse();
    shutDown.complete(null);
    assertThat(loop.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("last");
    assertThat(loop.isTerminated()).isTrue();
    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  /** Notes in which threads tickets were filed. */
  private static final class FiledOn extends QuietLog {
    private final List<String> threads = new CopyOnWriteArrayList<>();

    @Override
    public void filed(String peer, Identity who, long id) {
      threads.add(Thread.currentThread().getName());
    }
  }

  /** What the journal's thread forced is answered neither there nor by the pool. */
  @Test
  void shouldAnswerWhatWasForced() {
    FiledOn log = new FiledOn();
    try (TestServer server =
            TestServer.start(
                TestServer.Setup.in(folder).syncing("always"), log, FileAccess.system());
        LineClient client = server.connect("Jules")) {
      await()
          .untilAsserted(
              () -> {
                client.status("SENDTICKET {\"title\":\"x\"}");
                assertThat(log.threads)
                    .anyMatch(name -> name.startsWith("ticketd-pekko.io.event-loop"));
              });
    }
  }

  @Test
  void shouldCarryALoneRequestFromTheSocketToTheStoreAndBack() {
    FiledOn log = new FiledOn();
    try (TestServer server =
            TestServer.start(TestServer.Setup.in(folder), log, FileAccess.system());
        LineClient client = server.connect("Jules")) {
      await()
          .untilAsserted(
              () -> {
                for (int i = 0; i < MANY_REQUESTS; i++) {
                  client.status("SENDTICKET {\"title\":\"x\"}");
                }
                assertThat(log.threads)
                    .anyMatch(name -> name.startsWith("ticketd-pekko.io.event-loop"));
              });
    }
    await()
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(alive -> alive.getName().startsWith("ticketd-pekko.io.event-loop")));
  }
}
