package ticketd.resilience;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads that ask a cluster for changes until they are told to stop. */
final class Load implements AutoCloseable {
  private final Ledger ledger = new Ledger();
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Load() {}

  /**
   * Starts so many writers.
   *
   * @param seed of everything random they do
   */
  static Load start(Cluster cluster, Writer.Habits habits, int writers, long seed) {
    Load load = new Load();
    for (int i = 0; i < writers; i++) {
      load.writers.add(new Writer(i, cluster, habits, load.ledger, seed + i));
    }
    for (Writer writer : load.writers) {
      Thread thread = new Thread(writer, writer.name());
      thread.setUncaughtExceptionHandler((t, failure) -> load.failures.add(failure));
      load.threads.add(thread);
      thread.start();
    }
    return load;
  }

  Ledger ledger() {
    return ledger;
  }

  /** Lets the writers learn what became of their keyed requests, and waits for them. */
  void finish() {
    writers.forEach(Writer::stop);
    join();
  }

  /** Does not wait for what became of keyed requests. */
  void abandon() {
    writers.forEach(Writer::abandon);
    join();
  }

  private void join() {
    for (Thread thread : threads) {
      try {
        thread.join(120_000);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      if (thread.isAlive()) {
        throw new AssertionError(thread.getName() + " does not end");
      }
    }
    for (Throwable failure : failures) {
      throw new AssertionError("a writer failed", failure);
    }
  }

  @Override
  public void close() {
    writers.forEach(Writer::abandon);
  }
}
