package ticketd.postgres;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that uses the connection for appends. Whoever gives it work waits for a bounded
 * time; the work itself goes on for as long as the database takes.
 */
final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration REST = Duration.ofSeconds(1);

  private record Task<T>(Callable<T> work, CompletableFuture<T> result) {
    void run() {
      try {
        result.complete(work.call());
      } catch (Exception e) {
        result.completeExceptionally(e);
      } catch (Error e) {
        result.completeExceptionally(e);
        throw e;
      }
    }
  }

  private final BlockingQueue<Task<?>> tasks = new LinkedBlockingQueue<>();
  private final Runnable atRest;
  private final Thread thread;

  /** How long to wait for work before the next rest. Its own thread's. */
  private Duration untilRest = REST;

  private volatile long workingSince;
  private volatile boolean closed;

  /**
   * @param atRest run each second, and whenever else there was nothing to do for so long
   */
  Worker(String name, Runnable atRest) {
    this.atRest = atRest;
    this.thread = new Thread(this::work, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void work() {
    while (!closed) {
      try {
        Task<?> next = tasks.poll(untilRest.toNanos(), TimeUnit.NANOSECONDS);
        untilRest = REST;
        workingSince = System.nanoTime() | 1;
        if (next == null) {
          rest();
        } else {
          next.run();
        }
      } catch (InterruptedException e) {
        // Nobody does that.
        return;
      } catch (Error e) {
        tellFatal(e);
      } finally {
        workingSince = 0;
      }
    }
  }

  /**
   * Has this thread's handler told, which ends the process where it is a server's; else the thread
   * goes on.
   */
  static void tellFatal(Error met) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, met);
  }

  /** What nobody foresaw is told, and the next one comes all the same: nobody else beats. */
  private void rest() {
    try {
      atRest.run();
    } catch (RuntimeException e) {
      LOG.error("{} goes on after what it did not expect", thread.getName(), e);
    }
  }

  /**
   * Has it done.
   *
   * @return empty where it is not done in time, and then goes on
   */
  <T> Optional<T> within(Duration limit, Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    tasks.add(new Task<>(work, result));
    try {
      return Optional.of(result.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** To be called by the work under way: the next rest is after so long without any other. */
  void restAfter(Duration idle) {
    untilRest = idle;
  }

  /** Has it done after all that it was given before, and does not wait. */
  void then(Runnable work) {
    tasks.add(
        new Task<>(
            () -> {
              work.run();
              return true;
            },
            new CompletableFuture<>()));
  }

  /** Whether it has work, and how long for. */
  Duration busyFor() {
    long since = workingSince;
    return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  /**
   * What is under way must be about to end; an interrupt would close the files that it copies to.
   */
  @Override
  public void close() {
    closed = true;
    tasks.add(new Task<>(() -> true, new CompletableFuture<>()));
    try {
      thread.join(REST.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
