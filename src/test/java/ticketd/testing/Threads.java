package ticketd.testing;

/**
 * Threads for what a test waits for beside itself. Not the common pool: it has one thread on a
 * small machine, which the futures of a server in this process may need.
 */
public final class Threads {
  private Threads() {}

  /** Runs it on a thread of its own, which does not keep the JVM from ending. */
  public static void start(Runnable task) {
    Thread thread = new Thread(task, "test");
    thread.setDaemon(true);
    thread.start();
  }
}
