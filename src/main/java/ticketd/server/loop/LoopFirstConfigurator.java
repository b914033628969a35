package ticketd.server.loop;

import com.typesafe.config.Config;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.ForkJoinExecutorConfigurator;

/**
 * Gives the default dispatcher a fork-join pool that leaves to an {@link EventLoop} what its thread
 * wakes, as long as the loop takes it; {@code application.conf} names it.
 */
final class LoopFirstConfigurator extends ExecutorServiceConfigurator {
  private final ForkJoinExecutorConfigurator pool;

  /** The arguments that the actor system passes to every configurator. */
  public LoopFirstConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.pool =
        new ForkJoinExecutorConfigurator(config.getConfig("fork-join-executor"), prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    ExecutorServiceFactory factory = pool.createExecutorServiceFactory(id, threads);
    return () -> new LoopFirst(factory.createExecutorService());
  }

  private static final class LoopFirst extends AbstractExecutorService {
    private final ExecutorService pool;

    LoopFirst(ExecutorService pool) {
      this.pool = pool;
    }

    @Override
    public void execute(Runnable actor) {
      EventLoop.current()
          .ifPresentOrElse(loop -> loop.runOrElse(actor, pool), () -> pool.execute(actor));
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
