package ticketd.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.Closeable;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;
import ticketd.door.Ticker;

/**
 * Time that stands still until a test moves it, for a server's connections: they read it, and the
 * timers of the server's actor system are set by it.
 */
public final class HandTime implements Ticker {
  private static final String NAME = "ticketd-test.hand-time";
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Map<String, HandTime> BY_NAME = new ConcurrentHashMap<>();

  /** A task, to be handed over when its time has come; {@code end} is done where it never does. */
  private record Due(long nanos, Runnable task, Runnable end) {}

  private final String name = "time-" + COUNT.incrementAndGet();
  private final PriorityQueue<Due> timers =
      new PriorityQueue<>(Comparator.comparingLong(Due::nanos));
  private long now = Duration.ofDays(1).toNanos();
  private boolean ended;

  public HandTime() {
    BY_NAME.put(name, this);
  }

  @Override
  public synchronized long nanos() {
    return now;
  }

  /** Lets so much of it pass, and sets off the timers that are due by then. */
  public void pass(Duration time) {
    long end = nanos() + time.toNanos();
    Optional<Runnable> task = nextUntil(end);
    while (task.isPresent()) {
      task.get().run();
      task = nextUntil(end);
    }
  }

  /**
   * Has {@code step} let it pass in small parts until {@code ending}, which waits for an end on a
   * thread of its own, returns: no sooner than after {@code limit}.
   */
  public <T> T passUntil(Supplier<T> ending, Duration limit, Consumer<Duration> step) {
    long begun = nanos();
    CompletableFuture<T> end =
        CompletableFuture.supplyAsync(
            () -> {
              T ended = ending.get();
              assertThat(nanos() - begun).isGreaterThanOrEqualTo(limit.toNanos());
              return ended;
            },
            Threads::start);
    await()
        .pollInterval(1, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              step.accept(limit.dividedBy(50));
              return end.isDone();
            });
    // On a busy machine the server may be some steps behind.
    assertThat(nanos() - begun).isLessThan(limit.multipliedBy(20).toNanos());
    return end.join();
  }

  /** The next task that is due by then, in whose time it is now; empty, by then, without one. */
  private synchronized Optional<Runnable> nextUntil(long end) {
    Due next = timers.peek();
    if (next == null || next.nanos() > end) {
      now = end;
      return Optional.empty();
    }
    now = Math.max(now, next.nanos());
    return Optional.of(timers.remove().task());
  }

  private synchronized void set(long nanos, Runnable task, Runnable end) {
    if (ended) {
      throw new IllegalStateException("time has ended");
    }
    timers.add(new Due(nanos, task, end));
  }

  /** From now on no timer is set; what is to be done in place of those that are. */
  private synchronized List<Runnable> end() {
    ended = true;
    List<Runnable> ends = timers.stream().map(Due::end).toList();
    timers.clear();
    return ends;
  }

  /** A configuration whose actor system goes by this time. */
  public Config over(Config usual) {
    return ConfigFactory.parseMap(
            Map.of(NAME, name, "pekko.scheduler.implementation", Scheduler.class.getName()))
        .withFallback(usual);
  }

  /** Made by Pekko, of the configuration. */
  public static final class Scheduler extends AbstractScheduler implements Closeable {
    private final HandTime time;

    public Scheduler(Config config, LoggingAdapter log, ThreadFactory threads) {
      this.time = Objects.requireNonNull(BY_NAME.get(config.getString(NAME)));
    }

    /** Deprecated for callers; for whoever makes a scheduler it is the one to write. */
    @Override
    @Deprecated
    public Cancellable schedule(
        FiniteDuration initialDelay,
        FiniteDuration interval,
        Runnable task,
        ExecutionContext executor) {
      Timer timer = new Timer();
      again(initialDelay, interval, task, executor, timer);
      return timer;
    }

    private void again(
        FiniteDuration delay,
        FiniteDuration interval,
        Runnable task,
        ExecutionContext executor,
        Timer timer) {
      time.set(
          time.nanos() + delay.toNanos(),
          () -> {
            if (!timer.isCancelled()) {
              executor.execute(task);
              again(interval, interval, task, executor, timer);
            }
          },
          () -> {});
    }

    @Override
    public Cancellable scheduleOnce(
        FiniteDuration delay, Runnable task, ExecutionContext executor) {
      Timer timer = new Timer();
      time.set(
          time.nanos() + delay.toNanos(),
          () -> {
            if (timer.cancel()) {
              executor.execute(task);
            }
          },
          () -> {
            if (task instanceof org.apache.pekko.actor.Scheduler.TaskRunOnClose && timer.cancel()) {
              task.run();
            }
          });
      return timer;
    }

    @Override
    public double maxFrequency() {
      return 1_000;
    }

    /** Called by Pekko, whose dispatchers' threads end by a task for later. */
    @Override
    public void close() {
      BY_NAME.remove(time.name);
      time.end().forEach(Runnable::run);
    }
  }

  private static final class Timer implements Cancellable {
    private final AtomicBoolean over = new AtomicBoolean();

    @Override
    public boolean cancel() {
      return over.compareAndSet(false, true);
    }

    @Override
    public boolean isCancelled() {
      return over.get();
    }
  }
}
