package ticketd.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HashQueueTest {
  private final HashQueue queue = new HashQueue();

  @Test
  void shouldLetOneWaitASourceAndSixteenInAll() throws InterruptedException {
    try (queue) {
      CountDownLatch running = new CountDownLatch(1);
      CountDownLatch release = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(17);
      List<String> threads = new CopyOnWriteArrayList<>();
      assertThat(
              queue.offer(
                  new Source("first"),
                  () -> {
                    running.countDown();
                    awaitQuietly(release);
                    done.countDown();
                  }))
          .isTrue();
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
      for (int i = 0; i < 16; i++) {
        Source source = new Source("of " + i);
        assertThat(offer(source, threads, done)).as("number %d", i).isTrue();
        assertThat(offer(source, threads, done)).as("number %d again", i).isFalse();
      }
      assertThat(offer(new Source("one more"), threads, done)).isFalse();
      release.countDown();
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(threads).hasSize(16).containsOnly("ticketd-passwords");
      assertThat(offer(new Source("one more"), threads, done)).isTrue();
    }
  }

  private boolean offer(Source source, List<String> threads, CountDownLatch done) {
    return queue.offer(
        source,
        () -> {
          threads.add(Thread.currentThread().getName());
          done.countDown();
        });
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
