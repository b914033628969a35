package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
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
  private static final int DEADLINE_SECONDS = 20;

  @TempDir Path folder;

  private final AtomicReference<Thread> thread = new AtomicReference<>();
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
    turnIsOver.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  private static boolean offer(Runnable actor) {
    return EventLoop.current().orElseThrow().offer(actor);
  }

  @Test
  void shouldRunWhatATaskWakesInOrderBeforeTheNextTask() {
    List<String> ran = new CopyOnWriteArrayList<>();
    loop.execute(
        () -> {
          loop.execute(() -> ran.add("task"));
          offer(
              () -> {
                ran.add("first on " + Thread.currentThread().getName());
                offer(() -> ran.add("third"));
              });
          offer(() -> ran.add("second"));
        });
    run(() -> {});
    assertThat(ran).containsExactly("first on loop", "second", "third", "task");
  }

  @Test
  void shouldLeaveToOthersWhatIsWokenAfterItsTurn() {
    CompletableFuture<Boolean> offered = new CompletableFuture<>();
    CompletableFuture<Boolean> offeredLater = new CompletableFuture<>();
    run(
        () -> {
          offer(
              () -> {
                long end = System.nanoTime() + 2 * EventLoop.TURN_NANOS;
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
              });
          offer(() -> offered.complete(offer(() -> {})));
        });
    run(() -> offer(() -> offeredLater.complete(offer(() -> {}))));
    assertThat(offered).isCompletedWithValue(false);
    assertThat(offeredLater).isCompletedWithValue(true);
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
            offer(
                () -> {
                  throw thrown;
                }));
    assertThat(uncaught.poll(DEADLINE_SECONDS, TimeUnit.SECONDS)).isSameAs(thrown);
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
    assertThat(loop.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("last");
    assertThat(loop.isTerminated()).isTrue();
    assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void shouldCarryALoneRequestFromTheSocketToTheStoreAndBack() {
    List<String> filedOn = new CopyOnWriteArrayList<>();
    QuietLog log =
        new QuietLog() {
          @Override
          public void filed(String peer, Identity who, long id) {
            filedOn.add(Thread.currentThread().getName());
          }
        };
    try (TestServer server =
            TestServer.start(TestServer.Setup.in(folder), log, FileAccess.system());
        LineClient client = server.connect("Jules")) {
      await()
          .atMost(DEADLINE_SECONDS, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                client.status("SENDTICKET {\"title\":\"x\"}");
                assertThat(filedOn)
                    .anyMatch(name -> name.startsWith("ticketd-pekko.io.event-loop"));
              });
    }
    await()
        .atMost(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(alive -> alive.getName().startsWith("ticketd-pekko.io.event-loop")));
  }
}
