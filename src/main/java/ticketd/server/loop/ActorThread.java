package ticketd.server.loop;

import java.util.Optional;
import java.util.concurrent.Executor;

/** A thread that itself runs the actors that are woken in it. */
interface ActorThread {
  /**
   * Runs {@code actor} in this thread when its time has come, or leaves it to a pool, {@code pool}
   * or that of others which are left. To be called in this thread.
   */
  void wake(Runnable actor, Order order, Executor pool);

  /** The one that this is called in, if it is one. */
  static Optional<ActorThread> current() {
    return Current.THREAD.get();
  }

  /** Makes {@link #current} what it is. */
  final class Current {
    private static final ThreadLocal<Optional<ActorThread>> THREAD =
        ThreadLocal.withInitial(Optional::empty);

    private Current() {}

    static void begin(ActorThread thread) {
      THREAD.set(Optional.of(thread));
    }

    static void end() {
      THREAD.set(Optional.empty());
    }

    /** Whatever escapes an actor is for the actor system to judge, as it is in a pool. */
    static void run(Runnable task) {
      try {
        task.run();
      } catch (Throwable e) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
      }
    }
  }
}
