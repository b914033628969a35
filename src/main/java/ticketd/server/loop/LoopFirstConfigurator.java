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
 * Gives a dispatcher a fork-join pool that leaves to an {@link ActorThread}, the {@link EventLoop}
 * foremost, what is woken there, as long as that takes it; {@code in-the-loop} is its {@link
 * Order}. {@code application.conf} names it.
 */
final class LoopFirstConfigurator extends ExecutorServiceConfigurator {
  private final ForkJoinExecutorConfigurator pool;
  private final Order order;

  /** The arguments that the actor system passes to every configurator. */
  public LoopFirstConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    this.pool =
        new ForkJoinExecutorConfigurator(config.getConfig("fork-join-executor"), prerequisites);
    this.order = config.getEnum(Order.class, "in-the-loop");
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    ExecutorServiceFactory factory = pool.createExecutorServiceFactory(id, threads);
    return () -> new LoopFirst(factory.createExecutorService(), order);
  }

  private static final class LoopFirst extends AbstractExecutorService {
    private final ExecutorService pool;
    private final Order order;

    LoopFirst(ExecutorService pool, Order order) {
      this.pool = pool;
      this.order = order;
    }

    @Override
    public void execute(Runnable actor) {
      Optional<ActorThread> here = ActorThread.current();
      if (here.isPresent()) {
        here.get().wake(actor, order, pool);
      } else {
        pool.execute(actor);
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
