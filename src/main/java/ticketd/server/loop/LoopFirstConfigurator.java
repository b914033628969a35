package ticketd.server.loop;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.ForkJoinExecutorConfigurator;

/**
 * Gives a dispatcher a fork-join pool that leaves to an {@link EventLoop} what its thread wakes, as
 * long as the loop takes it: at once, or behind what the selector has to tell where {@code
 * behind-the-selector} is on. {@code application.conf} names it.
 */
final class LoopFirstConfigurator extends ExecutorServiceConfigurator {
  private final ForkJoinExecutorConfigurator pool;
  private final boolean behind;

  /** The arguments that the actor system passes to every configurator. */
  public LoopFirstConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.pool =
        new ForkJoinExecutorConfigurator(config.getConfig("fork-join-executor"), prerequisites);
    this.behind = config.getBoolean("behind-the-selector");
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    ExecutorServiceFactory factory = pool.createExecutorServiceFactory(id, threads);
    return () -> new LoopFirst(factory.createExecutorService(), behind);
  }

  private static final class LoopFirst extends AbstractExecutorService {
    private final ExecutorService pool;
    private final boolean behind;

    LoopFirst(ExecutorService pool, boolean behind) {
      this.pool = pool;
      this.behind = behind;
    }

    @Override
    public void execute(Runnable actor) {
      Optional<EventLoop> loop = EventLoop.current();
      if (loop.isEmpty()) {
        pool.execute(actor);
      } else if (behind) {
        loop.get().runBehindOrElse(actor, pool);
      } else {
        loop.get().runOrElse(actor, pool);
      }
    }

    @Override
    public void shutdown() {
      pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
      return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
      return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
      return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
      return pool.awaitTermination(timeout, unit);
    }
  }
}
