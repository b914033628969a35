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
 * those that they wake. So a request changes no threads on its way.
 *
 * <p>Those that read sockets run at once, while the selector still tells of others: a socket that
 * was read and is to be read again is then one that the kernel never stopped watching, since the
 * selector takes its interest back and gets it anew between two of its calls, of which {@code
 * epoll_ctl(2)} would be told otherwise. Sessions run in groups behind them, and the store behind
 * the task ({@link Order}).
 *
 * <p>What is woken once the {@link Turn} is over is left to the pool, which has the other cores, in
 * chunks, until the task is over, and the store with the last of them; what reads sockets only
 * after a longer time. Nothing that waits belongs here.
 */
final class EventLoop extends AbstractExecutorService implements ActorThread {
  /** Until something was woken. */
  private static final Executor NO_POOL = Runnable::run;

  /** The selector's own tasks. */
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

  /** Only its thread touches these. */
  private final ArrayDeque<Runnable> woken = new ArrayDeque<>();

  private final ArrayDeque<Runnable> together = new ArrayDeque<>();
  private ArrayDeque<Runnable> last = new ArrayDeque<>();
  private ArrayDeque<Runnable> left = new ArrayDeque<>();
  private boolean isRunning;

  /** Whether the selector's task is under way, which wakes what reads sockets. */
  private boolean isReading;

  private final Turn turn = new Turn();

  private Executor pool = NO_POOL;

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
    return ActorThread.current().filter(EventLoop.class::isInstance).map(EventLoop.class::cast);
  }

  @Override
  public void wake(Runnable actor, Order order, Executor pool) {
    switch (order) {
      case AT_ONCE -> wakeAtOnce(actor, pool);
      case TOGETHER -> wakeTogether(actor, pool);
      case LAST -> wakeLast(actor, pool);
    }
  }

  private void wakeAtOnce(Runnable actor, Executor pool) {
    this.pool = pool;
    if (isOver()) {
      leave(actor);
      return;
    }
    woken.add(actor);
    if (!isRunning) {
      runWoken();
      if (together.size() >= Chunk.SIZE) {
        runTogether();
      }
    }
  }

  private void wakeTogether(Runnable actor, Executor pool) {
    leaveTo(pool);
    if (turn.isOver()) {
      leave(actor);
    } else {
      together.add(actor);
    }
  }

  private void wakeLast(Runnable actor, Executor pool) {
    leaveTo(pool);
    last.add(actor);
  }

  /** What is left goes to one pool, lest there be more threads than cores. */
  private void leaveTo(Executor pool) {
    this.pool = this.pool == NO_POOL ? pool : this.pool;
  }

  /** Makes this turn one of answers. To be called in the loop's thread. */
  void answers() {
    turn.extendForAnswers();
  }

  @Override
  public void execute(Runnable task) {
    if (shutDown) {
      throw new RejectedExecutionException("the event loop is shut down");
    }
    tasks.add(task);
  }

  private void run() {
    Current.begin(this);
    while (!shutDown || !tasks.isEmpty()) {
      turn.renew();
      isReading = true;
      Current.run(next());
      isReading = false;
      runTogether();
      if (!turn.isOver()) {
        handOver();
        runLast();
      }
      handOverWithLast();
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

  private void runTogether() {
    boolean goOnReading = isReading;
    isReading = false;
    while (!together.isEmpty()) {
      int sessions = together.size();
      woken.addAll(together);
      together.clear();
      runWoken(sessions);
    }
    isReading = goOnReading;
  }

  private void runLast() {
    while (!last.isEmpty() && !turn.isOver()) {
      woken.addAll(last);
      last.clear();
      runWoken();
      runTogether();
    }
  }

  private void runWoken() {
    runWoken(0);
  }

  /** As many as {@code first} at the head of {@link #woken} are sessions. */
  private void runWoken(int first) {
    int sessions = first;
    isRunning = true;
    long before = System.nanoTime();
    turn.begin(before);
    for (Runnable actor = woken.poll(); actor != null; actor = woken.poll()) {
      if (isOver()) {
        leave(actor);
        continue;
      }
      int waiting = woken.size();
      Current.run(actor);
      long now = System.nanoTime();
      if (sessions > 0) {
        sessions--;
        turn.ranSession(now - before);
      }
      turn.look(now);
      if (turn.isLong(now - before)) {
        sessions = 0;
        for (int i = 0; i < waiting; i++) {
          leave(woken.remove());
        }
      }
      before = now;
    }
    isRunning = false;
  }

  private boolean isOver() {
    return isReading ? turn.isReadingOver() : turn.isOver();
  }

  private void leave(Runnable actor) {
    left.add(actor);
    if (left.size() >= Chunk.SIZE) {
      handOver();
    }
  }

  private void handOver() {
    if (!left.isEmpty()) {
      handOver(new Chunk(left, pool));
    }
  }

  /** The store would else be woken on a thread of its own, and once more by those that are left. */
  private void handOverWithLast() {
    if (last.isEmpty()) {
      handOver();
    } else {
      handOver(new Chunk(left, last, pool));
      last = new ArrayDeque<>();
    }
  }

  private void handOver(Chunk chunk) {
    left = new ArrayDeque<>(Chunk.SIZE);
    Current.run(() -> pool.execute(chunk));
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
