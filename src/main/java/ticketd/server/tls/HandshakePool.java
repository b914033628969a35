package ticketd.server.tls;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that compute handshakes, some milliseconds each, so that no loop does. They are half
 * as many as the machine has cores: whoever floods a server with handshakes leaves it the others.
 */
final class HandshakePool implements Executor, AutoCloseable {
  private static final int MOST_WAITING = 1024;
  private static final int REST_SECONDS = 10;

  private final ThreadPoolExecutor threads;

  HandshakePool() {
    int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            most,
            most,
            REST_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            work -> {
              Thread thread = new Thread(work, "handshake-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has {@code step} carried out soon.
   *
   * @throws RejectedExecutionException when too many wait already
   */
  @Override
  public void execute(Runnable step) {
    threads.execute(step);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
