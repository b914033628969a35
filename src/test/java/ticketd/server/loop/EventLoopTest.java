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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileAccess;
import ticketd.testing.LineClient;
import ticketd.testing.QuietLog;
import ticketd.testing.TestServer;
import ticketd.ticket.Identity;

class EventLoopTest {
  private static final int MANY_REQUESTS = 500;
  private static final int MANY_LINKS = 100_000;

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

  private void wake(Runnable actor) {
    EventLoop.current().orElseThrow().runOrElse(actor, leftToThePool::add);
  }

  private static void spin(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private void wakeBehind(Runnable actor) {
    EventLoop.current().orElseThrow().runBehindOrElse(actor, leftToThePool::add);
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
                          wakeBehind(
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

  /** Actors that wake one another for longer than a turn, none of which takes long. */
  @Test
  void shouldLeaveToThePoolWhatIsWokenAfterItsTurn() {
    AtomicInteger links = new AtomicInteger();
    AtomicBoolean leftWhenWoken = new AtomicBoolean();
    Runnable behind = () -> {};
    await()
        .until(
            () -> {
              links.set(0);
              run(
                  () -> {
                    wakeBehind(behind);
                    wake(() -> link(links, leftWhenWoken));
                  });
              return leftWhenWoken.get();
            });
    assertThat(leftToThePool).contains(behind);
    leftToThePool.clear();
    List<String> ran = new CopyOnWriteArrayList<>();
    run(() -> wake(() -> ran.add("in the next turn")));
    assertThat(ran).containsExactly("in the next turn");
    assertThat(leftToThePool).isEmpty();
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
                    wake(() -> linkUntil(System.nanoTime() + 2 * EventLoop.TURN_NANOS, wentOn));
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

  private void link(AtomicInteger links, AtomicBoolean leftWhenWoken) {
    if (links.incrementAndGet() < MANY_LINKS) {
      int before = leftToThePool.size();
      wake(() -> link(links, leftWhenWoken));
      leftWhenWoken.compareAndSet(false, leftToThePool.size() > before);
    }
  }

  @Test
  void shouldLeaveToThePoolWhatWaitsBehindALongOne() {
    List<String> ran = new CopyOnWriteArrayList<>();
    Runnable behind = () -> ran.add("behind");
    run(
        () -> {
          wake(
              () -> {
                wake(behind);
                spin(2 * EventLoop.LONG_NANOS);
              });
        });
    assertThat(leftToThePool).containsExactly(behind);
    assertThat(ran).isEmpty();
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
