package ticketd.door;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The one thread on which passwords are compared, so that no flood of them takes more than one core
 * and none of it is the event loop's. One waits a source, 16 in all. The thread is there while
 * there is something to do. Thread-safe.
 */
public final class HashQueue implements AutoCloseable {
  private static final int MOST_WAITING = 16;

  private final Set<Source> waiting = new HashSet<>();
  private final ThreadPoolExecutor thread;

  public HashQueue() {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING + 1),
            work -> {
              Thread made = new Thread(work, "ticketd-passwords");
              made.setDaemon(true);
              return made;
            });
    // What comes behind the end has nobody left to be told.
    thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Has {@code work} done some time later; false, and it is not, where too many are waiting. */
  public boolean offer(Source source, Runnable work) {
    synchronized (waiting) {
      if (waiting.size() >= MOST_WAITING || !waiting.add(source)) {
        return false;
      }
    }
    thread.execute(
        () -> {
          synchronized (waiting) {
            waiting.remove(source);
          }
          work.run();
        });
    return true;
  }

  /** What waits is not done any more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
