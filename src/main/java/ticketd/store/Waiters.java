package ticketd.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.AccountsChanged;
import ticketd.desk.Current;
import ticketd.desk.NewChanges;

/**
 * Who waits until the index holds what they asked for: reads a position, watches a change after the
 * last one they know. Each is told once, and then waits no longer. Used by the store actor alone.
 */
final class Waiters {
  private final List<StoreMessage.CatchUp> reads = new ArrayList<>();

  /** The last change each knows. */
  private final Map<ActorRef<NewChanges>, Long> watches = new HashMap<>();

  /** The last change of an account each knows. */
  private final Map<ActorRef<AccountsChanged>, Long> ofAccounts = new HashMap<>();

  void add(StoreMessage.AwaitAccounts wait) {
    ofAccounts.put(wait.replyTo(), wait.seq());
  }

  void forgetAccounts(ActorRef<AccountsChanged> waiting) {
    ofAccounts.remove(waiting);
  }

  void add(StoreMessage.CatchUp read) {
    reads.add(read);
  }

  /** In place of what the same watch waited for before. */
  void add(StoreMessage.AwaitChange watch) {
    watches.put(watch.replyTo(), watch.seq());
  }

  void forget(ActorRef<NewChanges> watch) {
    watches.remove(watch);
  }

  /** Tells those whose wait is over, now that the index holds this much. */
  void tell(long applied, long lastSeq) {
    // After every turn: where nobody waits, it costs two looks.
    if (!reads.isEmpty()) {
      tellReads(read -> read.committed() <= applied, Current.REACHED);
    }
    if (!watches.isEmpty()) {
      tell(watches, lastSeq, new NewChanges());
    }
  }

  /** Tells those who wait for accounts, now that one has changed by this event. */
  void tellOfAccounts(long changedAt) {
    if (!ofAccounts.isEmpty()) {
      tell(ofAccounts, changedAt, new AccountsChanged());
    }
  }

  private static <T> void tell(Map<ActorRef<T>, Long> waiting, long seq, T what) {
    waiting
        .entrySet()
        .removeIf(
            wait -> {
              boolean over = wait.getValue() < seq;
              if (over) {
                wait.getKey().tell(what);
              }
              return over;
            });
  }

  /** What lies beyond this cannot be read now; a later read finds out anew. */
  void refuseReads(long applied) {
    tellReads(read -> read.committed() > applied, Current.UNREADABLE);
  }

  private void tellReads(Predicate<StoreMessage.CatchUp> which, Current answer) {
    reads.removeIf(
        read -> {
          boolean over = which.test(read);
          if (over) {
            read.replyTo().tell(answer);
          }
          return over;
        });
  }
}
