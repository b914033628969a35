package ticketd.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.journal.Replica;

/**
 * Looks, on a thread of its own, whether other processes committed what the index does not hold
 * yet, or raised the store's format, and tells the store. A look is one load of a mapped word: an
 * idle server pays for a wake-up and no message, where a timer of the actor system would cost both
 * and tick ten times as often.
 */
final class CommitWatch implements AutoCloseable {
  private final Replica replica;
  private final StoreIndex index;
  private final ActorRef<StoreMessage> store;
  private final long intervalNanos;
  private volatile boolean closed;

  private CommitWatch(
      Replica replica, StoreIndex index, ActorRef<StoreMessage> store, Duration interval) {
    this.replica = replica;
    this.index = index;
    this.store = store;
    this.intervalNanos = interval.toNanos();
  }

  static CommitWatch start(
      Replica replica, StoreIndex index, ActorRef<StoreMessage> store, Duration interval) {
    CommitWatch watch = new CommitWatch(replica, index, store, interval);
    Thread thread = new Thread(watch::look, "ticketd-commit-watch");
    thread.setDaemon(true);
    thread.start();
    return watch;
  }

  private void look() {
    while (!closed) {
      LockSupport.parkNanos(intervalNanos);
      if (index.applied() < replica.committed() || !replica.isOfThisFormat()) {
        store.tell(StoreMessage.Committed.INSTANCE);
      }
    }
  }

  /** It ends within an interval. */
  @Override
  public void close() {
    closed = true;
  }
}
