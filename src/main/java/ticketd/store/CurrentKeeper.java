package ticketd.store;

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

  static Behavior<Await> create(SharedLog log, ActorRef<StoreMessage> store) {
    return Behaviors.receive(Await.class)
        .onMessageEquals(
            Await.INSTANCE,
            () -> {
              store.tell(outcome(log));
              return Behaviors.same();
            })
        .build();
  }

  private static JournalReport outcome(SharedLog log) {
    try {
      log.awaitCurrent();
      return new JournalReport.Current();
    } catch (JournalException e) {
      return new JournalReport.NotCurrent(e);
    }
  }
}
