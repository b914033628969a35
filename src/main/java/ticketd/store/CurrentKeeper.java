package ticketd.store;

import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.journal.JournalException;
import ticketd.journal.SharedLog;

/**
 * The store's child that waits, on a thread of its own, until the file shows what other processes
 * committed: a read is held up by no append, nor an append by a read.
 */
final class CurrentKeeper {
  /** To wait once. */
  enum Await {
    INSTANCE
  }

  private CurrentKeeper() {}

  /**
   * Asks for the reads of {@code barrier}.
   *
   * @param reports hands what the store is told over to it, in the order in which it gets it
   */
  static Behavior<Await> create(
      SharedLog log, ReadBarrier barrier, ActorRef<StoreMessage> store, Executor reports) {
    return Behaviors.receive(Await.class)
        .onMessageEquals(
            Await.INSTANCE,
            () -> {
              JournalReport outcome = outcome(log, barrier.begin());
              reports.execute(() -> store.tell(outcome));
              return Behaviors.same();
            })
        .build();
  }

  private static JournalReport outcome(SharedLog log, long upTo) {
    try {
      log.awaitCurrent();
      return new JournalReport.Current(upTo);
    } catch (JournalException e) {
      return new JournalReport.NotCurrent(upTo, e);
    }
  }
}
