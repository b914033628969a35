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
 * The selector's thread, which itself runs the actors that one of the selector's tasks wakes, and
 * those that they wake: at once, while the task is still under way. So a request changes no threads
 * on its way, and a socket that was read and is to be read again is one that the kernel never
 * stopped watching: the selector takes its interest back and gets it anew between two of its calls,
 * of which {@code epoll_ctl(2)} would be told otherwise.
 *
 * <p>Actors that serve all connections run behind the task, so that the changes of all that were
 * readable at once reach the store as one turn.
 *
 * <p>What is woken later than {@link #TURN_NANOS} after the first, or {@link #ANSWERS_NANOS} where
 * another thread had something done here ({@link LoopDoor}), is left to the pool, which has the
 * other cores, until the task is over. Nothing that waits belongs here.
 */
final class EventLoop extends AbstractExecutorService {
  static final long TURN_NANOS = 400_000;

  /** A turn of answers: those of a batch, which are there at once and need no more than a write. */
  static final long ANSWERS_NANOS = 2_000_000;

  /** What waits behind an actor that takes longer goes to the pool, lest one hold up the others. */
  static final long LONG_NANOS = 50_000;

  private static final ThreadLocal<Optional<EventLoop>> CURRENT =
      ThreadLocal.withInitial(Optional::empty);

  /** The selector's own tasks. */
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  /** Only its thread touches these. */
  private final ArrayDeque<Runnable> woken = new ArrayDeque<>();

  private final ArrayDeque<Runnable> behind = new ArrayDeque<>();
  private boolean isRunning;
  private boolean isTurnOver;
  private long turnNanos = TURN_NANOS;

  /** When the first of the turn was woken; 0 where nothing was yet. */
  private long begun;

  private Executor pool = Runnable::run;
  private Executor poolBehind = Runnable::run;

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
   * Has the loop run {@code actor}: now, or, called by another actor, once that has run; or {@code
   * pool} where the turn is over. To be called in the loop's thread.
   */
  void runOrElse(Runnable actor, Executor pool) {
    if (isTurnOver) {
      pool.execute(actor);
      return;
    }
    woken.add(actor);
    this.pool = pool;
    if (!isRunning) {
      runWoken();
    }
  }

  /** The same, but not before the selector's task is over. */
  void runBehindOrElse(Runnable actor, Executor pool) {
    if (isTurnOver) {
      pool.execute(actor);
    } else {
      behind.add(actor);
      poolBehind = pool;
    }
  }

  /** Makes this turn one of {@link #ANSWERS_NANOS}. To be called in the loop's thread. */
  void answers() {
    turnNanos = ANSWERS_NANOS;
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
      isTurnOver = false;
      begun = 0;
      turnNanos = TURN_NANOS;
      run(next());
      runBehind();
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

  private void runBehind() {
    while (!behind.isEmpty()) {
      if (isTurnOver) {
        leave(behind, poolBehind);
      } else {
        woken.addAll(behind);
        behind.clear();
        runWoken();
      }
    }
  }

  private void runWoken() {
    isRunning = true;
    long before = System.nanoTime();
    begun = begun == 0 ? before : begun;
    for (Runnable actor = woken.poll(); actor != null; actor = woken.poll()) {
      run(actor);
      long now = System.nanoTime();
      isTurnOver = isTurnOver || now - begun > turnNanos;
      if (now - before > LONG_NANOS) {
        leave(woken, pool);
      }
      before = now;
    }
    isRunning = false;
  }

  private static void leave(ArrayDeque<Runnable> actors, Executor pool) {
    actors.forEach(left -> run(() -> pool.execute(left)));
    actors.clear();
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
