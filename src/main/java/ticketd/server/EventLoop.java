package ticketd.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The selector's thread, which itself runs the actors that it wakes, in the order in which they
 * were woken, and those that they wake. So a request costs no change of threads, and the changes of
 * all connections that were readable at once reach the store as one turn.
 *
 * <p>It does so for {@link #TURN_NANOS} at a time. What is woken later is left to the pool, which
 * has the other cores, until the selector has been asked again. Nothing that waits belongs here.
 */
final class EventLoop extends AbstractExecutorService {
  static final long TURN_NANOS = 200_000;

  private static final ThreadLocal<Optional<EventLoop>> CURRENT =
      ThreadLocal.withInitial(Optional::empty);

  /** The selector's own tasks. */
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  /** Only its thread touches these two. */
  private final ArrayDeque<Runnable> woken = new ArrayDeque<>();

  private boolean isTurnOver;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean shutDown;

  private EventLoop() {}

  static EventLoop start(ThreadFactory threads) {
    EventLoop loop = new EventLoop();
    threads.newThread(loop::run).start();
    return loop;
  }

  /** The loop whose thread this is. */
  static Optional<EventLoop> current() {
    return CURRENT.get();
  }

  /**
   * Has the loop run {@code actor} in this turn. To be called in its thread.
   *
   * @return false when the turn is over, and another thread is to run it
   */
  boolean offer(Runnable actor) {
    return !isTurnOver && woken.add(actor);
  }

  @Override
  public void execute(Runnable task) {
    if (shutDown) {
      throw new RejectedExecutionException("the event loop is shut down");
    }
    tasks.add(task);
  }

  private void run() {
    CURRENT.set(Optional.of(this));
    try {
      while (!shutDown || !tasks.isEmpty()) {
        run(tasks.take());
        runWoken();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  private void runWoken() {
    long start = woken.isEmpty() ? 0 : System.nanoTime();
    for (Runnable actor = woken.poll(); actor != null; actor = woken.poll()) {
      run(actor);
      isTurnOver = isTurnOver || System.nanoTime() - start > TURN_NANOS;
    }
    isTurnOver = false;
  }

  /** Whatever escapes an actor is for the actor system to judge, as it is in a pool. */
  private static void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
    }
  }

  @Override
  public void shutdown() {
    shutDown = true;
    tasks.add(() -> {});
  }

  @Override
  public List<Runnable> shutdownNow() {
    shutDown = true;
    List<Runnable> left = new ArrayList<>();
    tasks.drainTo(left);
    tasks.add(() -> {});
    return left;
  }

  @Override
  public boolean isShutdown() {
    return shutDown;
  }

  @Override
  public boolean isTerminated() {
    return ended.getCount() == 0;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    return ended.await(timeout, unit);
  }
}
