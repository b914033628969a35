package ticketd.server.loop;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.ExecutorServiceConfigurator;
import org.apache.pekko.dispatch.ExecutorServiceFactory;
import org.apache.pekko.dispatch.MonitorableThreadFactory;

/** Gives the dispatcher of the selector an {@link EventLoop}; {@code application.conf} names it. */
final class EventLoopConfigurator extends ExecutorServiceConfigurator {
  /** The arguments that the actor system passes to every configurator. */
  public EventLoopConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
  }

  @Override
  public ExecutorServiceFactory createExecutorServiceFactory(String id, ThreadFactory threads) {
    ThreadFactory named =
        threads instanceof MonitorableThreadFactory factory
            ? factory.withName(factory.name() + "-" + id)
            : threads;
    return () -> EventLoop.start(named);
  }
}
