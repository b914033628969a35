package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Test
  void shouldBeatOnAfterABeatThatFailed() throws InterruptedException {
    CountDownLatch beats = new CountDownLatch(2);
    try (Worker worker =
        new Worker(
            "beating",
            () -> {
              beats.countDown();
              throw new IllegalStateException("planted");
            })) {
      assertThat(beats.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(worker.within(PATIENCE, () -> "done")).contains("done");
    }
  }

  @Test
  void shouldGoOnAfterWorkThatFailed() {
    try (Worker worker = new Worker("working", () -> {})) {
      assertThatThrownBy(
              () ->
                  worker.within(
                      PATIENCE,
                      () -> {
                        throw new IllegalStateException("planted");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("planted");
      assertThat(worker.within(PATIENCE, () -> "done")).contains("done");
    }
  }

  /** Who gave the work waits for no answer that never comes, and the process's handler decides. */
  @Test
  void shouldTellAnErrorToWhoWaitsAndToTheHandler() {
    Queue<Throwable> handled = new ConcurrentLinkedQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> handled.add(thrown));
    Error planted = new AssertionError("planted");
    try (Worker worker = new Worker("failing", () -> {})) {
      assertThatThrownBy(
              () ->
                  worker.within(
                      PATIENCE,
                      () -> {
                        throw planted;
                      }))
          .hasCause(planted);
      assertThat(worker.within(PATIENCE, () -> "done")).contains("done");
      assertThat(handled).containsExactly(planted);
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
