package ticketd.store;

import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.journal.JournalException;
import ticketd.journal.SharedLog;
import ticketd.journal.Turn;

/**
 * The store's child that waits in its place: for the lock, for the disk, for recovery. It runs on a
 * thread of its own, which nothing interrupts (an interrupt would close the lock's channel).
 *
 * <p>It is the part that fails: after a fault it reports, throws, and is restarted with back-off by
 * its supervisor; the restart reopens and recovers the journal.
 */
final class JournalKeeper {
  /** What the store asks of it. */
  sealed interface Task {}

  enum BeginTurn implements Task {
    INSTANCE
  }

  /**
   * Appends the batch of a turn, which the store or an earlier {@link BeginTurn} got, and ends it.
   */
  record Append(Turn turn) implements Task {}

  /** Raises the store's format in a turn, where that is possible now, and ends it. */
  record RaiseFormat(Turn turn) implements Task {}

  /** Fails on behalf of the store, which met {@code cause} itself. */
  record Fail(JournalException cause) implements Task {}

  /** Tells itself that what was sent to it before the reopening is behind it. */
  enum Settled implements Task {
    INSTANCE
  }

  private final SharedLog log;
  private final ActorRef<StoreMessage> store;
  private final Executor reports;
  private final ActorRef<Task> self;
  private boolean settled = true;

  private JournalKeeper(
      SharedLog log, ActorRef<StoreMessage> store, Executor reports, ActorRef<Task> self) {
    this.log = log;
    this.store = store;
    this.reports = reports;
    this.self = self;
  }

  /**
   * {@code log} is open at first and is closed when the actor stops.
   *
   * @param reports hands what the store is told over to it, in the order in which it gets it
   */
  static Behavior<Task> create(SharedLog log, ActorRef<StoreMessage> store, Executor reports) {
    boolean[] failedBefore = {false};
    return Behaviors.setup(
        context -> {
          JournalKeeper keeper = new JournalKeeper(log, store, reports, context.getSelf());
          if (failedBefore[0]) {
            keeper.reopen();
          }
          failedBefore[0] = true;
          return Behaviors.receive(Task.class)
              .onMessageEquals(BeginTurn.INSTANCE, keeper::onBeginTurn)
              .onMessage(Append.class, keeper::onAppend)
              .onMessage(RaiseFormat.class, keeper::onRaiseFormat)
              .onMessage(Fail.class, keeper::onFail)
              .onMessageEquals(Settled.INSTANCE, keeper::onSettled)
              .onSignal(PostStop.class, signal -> keeper.onStop())
              .build();
        });
  }

  /**
   * Whether the journal is as it was and may be asked again: the storage is full, or the file's
   * name does not lead to the open store. Anything else needs a reopen.
   */
  static boolean isPassing(JournalException cause) {
    return cause.kind() == JournalException.Kind.FULL
        || cause.kind() == JournalException.Kind.REPLACED;
  }

  private void reopen() {
    try {
      log.reopen();
    } catch (JournalException e) {
      fail(e);
      return;
    }
    settled = false;
    self.tell(Settled.INSTANCE);
    report(new JournalReport.Reopened());
  }

  private Behavior<Task> onSettled() {
    settled = true;
    return Behaviors.same();
  }

  /** One fault may be met by several; those told of it while it was being mended are answered. */
  private Behavior<Task> onFail(Fail fail) {
    return settled ? fail(fail.cause()) : Behaviors.same();
  }

  private Behavior<Task> onBeginTurn() {
    if (!settled) {
      // Whoever wanted it was answered when the journal failed, and asks again for the next.
      return Behaviors.same();
    }
    try {
      report(new JournalReport.TurnBegun(log.turn()));
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.LOCK_TIMEOUT) {
        report(new JournalReport.LockHeldElsewhere());
        self.tell(BeginTurn.INSTANCE);
      } else if (isPassing(e)) {
        report(new JournalReport.AppendFailed(e));
      } else {
        return fail(e);
      }
    }
    return Behaviors.same();
  }

  @SuppressWarnings(
      "ThreadPriorityCheck") // measured: the other process waits 10 µs in place of 700
  private Behavior<Task> onAppend(Append append) {
    Turn.Outcome outcome;
    try {
      outcome = append.turn().append();
    } catch (JournalException e) {
      append.turn().close();
      report(new JournalReport.AppendFailed(e));
      return isPassing(e) ? Behaviors.same() : fail(e);
    }
    append.turn().close();
    report(new JournalReport.Appended(outcome));
    // Lets a process that spins for the lock have it before this one asks again.
    Thread.yield();
    return Behaviors.same();
  }

  private Behavior<Task> onRaiseFormat(RaiseFormat raise) {
    try {
      raise.turn().raiseFormat();
    } catch (JournalException e) {
      raise.turn().close();
      return fail(e);
    }
    raise.turn().close();
    report(new JournalReport.FormatLooked());
    return Behaviors.same();
  }

  private Behavior<Task> fail(JournalException cause) {
    report(new JournalReport.Failed(cause));
    if (cause.isTheEnd()) {
      // To open it again would be to read and write it again.
      return Behaviors.same();
    }
    throw cause;
  }

  private void report(JournalReport report) {
    reports.execute(() -> store.tell(report));
  }

  private Behavior<Task> onStop() {
    log.close();
    return Behaviors.same();
  }
}
