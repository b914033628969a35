package ticketd.server.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The selector's thread, which itself runs the actors that it wakes, in the order in which they
 * were woken, and those that they wake. So a request changes no threads on its way, and the changes
 * of all connections that were readable at once reach the store as one turn.
 *
 * <p>What is woken later than {@link #TURN_NANOS} after the selector was asked is left to the pool,
 * which has the other cores, until it is asked again. Nothing that waits belongs here.
 */
final class EventLoop extends AbstractExecutorService {
  static final long TURN_NANOS = 120_000;

  /** What waits behind an actor that takes longer goes to the pool, lest one hold up the others. */
  static final long LONG_NANOS = 50_000;

  private static final ThreadLocal<Optional<EventLoop>> CURRENT =
      ThreadLocal.withInitial(Optional::empty);

  /** The selector's own tasks. */
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  /** Only its thread touches these three. */
  private final ArrayDeque<Runnable> woken = new ArrayDeque<>();

  private boolean isTurnOver;
  private Executor pool = Runnable::run;

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
   * Has the loop run {@code actor} in this turn, or {@code pool} where the turn is over. To be
   * called in the loop's thread.
   */
  void runOrElse(Runnable actor, Executor pool) {
    if (isTurnOver) {
      pool.execute(actor);
    } else {
      woken.add(actor);
      this.pool = pool;
    }
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
    while (!shutDown || !tasks.isEmpty()) {
      run(next());
      runWoken();
    }
    ended.countDown();
  }

  private Runnable next() {
    try {
      return tasks.take();
    } catch (InterruptedException e) {
      // An actor left it behind; it ends no more than it would in a pool.
      return () -> {};
    }
  }

  private void runWoken() {
    if (woken.isEmpty()) {
      return;
    }
    long begun = System.nanoTime();
    long before = begun;
    for (Runnable actor = woken.poll(); actor != null; actor = woken.poll()) {
      run(actor);
      long now = System.nanoTime();
      isTurnOver = isTurnOver || now - begun > TURN_NANOS;
      if (now - before > LONG_NANOS) {
        woken.forEach(left -> run(() -> pool.execute(left)));
        woken.clear();
      }
      before = now;
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
