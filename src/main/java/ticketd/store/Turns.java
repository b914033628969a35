package ticketd.store;

import java.time.Clock;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import ticketd.desk.Answer;
import ticketd.journal.JournalException;
import ticketd.journal.Replica;
import ticketd.journal.SharedLog;
import ticketd.journal.Turn;

/**
 * The turns of a store, one at a time: begin it, catch up with what other processes wrote, decide
 * everything that queued up, append it at once, end the turn, apply, answer. What queues up during
 * a turn is the next batch. Where somebody else appended meanwhile, the same is decided again.
 *
 * <p>Never waits: what must is done by the journal child, whose reports come back here. Used by the
 * store actor alone.
 */
final class Turns {
  private enum Phase {
    IDLE,
    /** The child waits for a turn. */
    WAITING,
    /** The child appends {@link #deciding}. */
    APPENDING,
    /** The child looks whether the store's format can be raised, in a turn. */
    RAISING,
    /**
     * The child was told to fail, or failed, and has not reported that the journal is open again.
     */
    REPAIRING
  }

  private final OpenStore store;
  private final SharedLog log;
  private final Replica replica;
  private final StoreIndex index;
  private final Clock clock;
  private final Troubles troubles;
  private final StoreEnd end;
  private final ActorRef<JournalKeeper.Task> keeper;
  private final Runnable applied;

  private final ChangeQueue queue = new ChangeQueue();
  private Phase phase = Phase.IDLE;

  /** A later version's record, or header, was met: nothing is read, decided or written any more. */
  private boolean ended;

  /** To be looked whether the format can be raised, before the next turn. */
  private boolean formatIsDue;

  /** What is answered until the journal is open again. */
  private Answer unstored = new Answer.Unavailable();

  /** What the turn decided; empty before the first one. */
  private Optional<Deciding> deciding = Optional.empty();

  /**
   * @param applied run when the index holds a turn's changes and their peers are answered
   */
  Turns(
      OpenStore store,
      Clock clock,
      Troubles troubles,
      StoreEnd end,
      ActorRef<JournalKeeper.Task> keeper,
      Runnable applied) {
    this.store = store;
    this.log = store.log();
    this.replica = log.replica();
    this.index = store.index();
    this.clock = clock;
    this.troubles = troubles;
    this.end = end;
    this.keeper = keeper;
    this.applied = applied;
  }

  /** To be followed by {@link #start}, at the latest when nothing more is at hand to add. */
  void add(StoreMessage.Changes changes) {
    queue.add(changes);
  }

  /** To be followed by {@link #start} likewise. */
  void add(StoreMessage.Probe probe) {
    queue.add(probe, () -> !troubles.lacksSpace());
  }

  /** The desk's own work is to be done; to be followed by start. */
  void addOwn() {
    if (!ended) {
      queue.addOwn();
    }
  }

  /** Whether the last turn was refused, and the next one may be as well. */
  boolean areRefused() {
    return troubles.isRefused();
  }

  /** The store's format is to be raised, if that is possible now; to be followed by start. */
  void raiseFormat() {
    formatIsDue = !ended && !log.takesNewKinds();
  }

  /** Whether something waits for a turn. */
  boolean areDue() {
    return formatIsDue || !queue.isEmpty();
  }

  /** Whether the child writes a batch, of which its report tells. */
  boolean areAppending() {
    return phase == Phase.APPENDING;
  }

  boolean haveEnded() {
    return ended;
  }

  /** Carries out turns until nothing waits, or one waits for the child, or all are refused. */
  void start() {
    if (formatIsDue && phase == Phase.IDLE && !ended) {
      beginToRaise();
    }
    while (!queue.isEmpty()) {
      if (phase == Phase.REPAIRING && !ended) {
        queue.refuse(unstored);
        return;
      }
      if (ended || (phase == Phase.WAITING && troubles.isLockHeldElsewhere())) {
        queue.refuse(new Answer.Unavailable());
        return;
      }
      if (phase != Phase.IDLE) {
        return;
      }
      try {
        Optional<Turn> begun = log.tryTurn();
        if (begun.isEmpty()) {
          phase = Phase.WAITING;
          keeper.tell(JournalKeeper.BeginTurn.INSTANCE);
          return;
        }
        run(begun.get());
      } catch (JournalException e) {
        fail(e);
      }
    }
  }

  /** Where somebody else has the lock, the next look is soon enough. */
  private void beginToRaise() {
    formatIsDue = false;
    try {
      Optional<Turn> begun = log.tryTurn();
      if (begun.isPresent()) {
        phase = Phase.RAISING;
        keeper.tell(new JournalKeeper.RaiseFormat(begun.get()));
      }
    } catch (JournalException e) {
      fail(e);
    }
  }

  /** The turn that was to raise the format is over. */
  void formatLooked() {
    phase = Phase.IDLE;
    start();
  }

  /** Leaves the phase at {@code APPENDING}, with the child to end the turn, or ends it. */
  private void run(Turn begun) {
    Turn.Outcome outcome;
    try {
      if (replica.position() < replica.committed()) {
        replica.catchUp(index::apply);
      }
      Deciding decided =
          new Deciding(store, begun.batch(), log.now(clock.instant(), index.newestAt()));
      queue.decide(decided);
      deciding = Optional.of(decided);
      if (begun.waits()) {
        phase = Phase.APPENDING;
        keeper.tell(new JournalKeeper.Append(begun));
        return;
      }
      // Without a wait, a write into the page cache costs less than two messages.
      outcome = begun.append();
    } catch (JournalException e) {
      begun.close();
      throw e;
    }
    begun.close();
    appended(outcome);
  }

  /** A turn in this actor met a fault; the lock is free. */
  private void fail(JournalException cause) {
    queue.answerAlike(answerTo(cause));
    phase = Phase.IDLE;
    if (cause.isTheEnd()) {
      end(cause);
    } else if (JournalKeeper.isPassing(cause)) {
      refuse(cause);
    } else {
      repair(cause);
      keeper.tell(new JournalKeeper.Fail(cause));
    }
  }

  private void repair(JournalException cause) {
    phase = Phase.REPAIRING;
    unstored = unstoredFor(cause);
  }

  /** Of what was not begun when that happened. */
  private static Answer unstoredFor(JournalException cause) {
    return cause.kind() == JournalException.Kind.UNREACHABLE
        ? new Answer.OutOfReach()
        : new Answer.Unavailable();
  }

  private static Answer answerTo(JournalException cause) {
    return switch (cause.kind()) {
      case FULL -> new Answer.Full();
      case SYNC_FAILED -> new Answer.InDoubt();
      default -> unstoredFor(cause);
    };
  }

  /** Answers what is not stored. Of a batch that the child writes its report tells. */
  private void end(JournalException cause) {
    queue.refuse(new Answer.Unavailable());
    if (!ended) {
      ended = true;
      String what = String.valueOf(cause.getMessage());
      if (cause.kind() == JournalException.Kind.DIVERGED) {
        end.diverged(what);
      } else {
        end.newerFormat(what);
      }
    }
  }

  /** Nothing is broken here: what queued up is refused, and the next change tries again. */
  private void refuse(JournalException cause) {
    if (cause.kind() != JournalException.Kind.FULL) {
      queue.refuse(unstoredFor(cause));
    }
    troubles.refused(cause);
  }

  /** What other processes committed cannot be read, outside a turn. */
  void catchingUpFailed(JournalException cause) {
    if (cause.isTheEnd()) {
      end(cause);
    } else if (phase != Phase.REPAIRING) {
      fail(cause);
    }
  }

  /** What others committed cannot be known: where that is for good, so is this. */
  void readsFailed(JournalException cause) {
    if (cause.isTheEnd()) {
      end(cause);
    }
  }

  // What the child reports

  /** The turn that the child was to wait for. */
  void begun(Turn begun) {
    troubles.lockWaitOver();
    if (ended || phase != Phase.WAITING) {
      begun.close();
      return;
    }
    phase = Phase.IDLE;
    try {
      run(begun);
    } catch (JournalException e) {
      fail(e);
    }
    start();
  }

  /** The child goes on waiting; nobody is to wait with it. */
  void lockHeldElsewhere() {
    troubles.lockHeldElsewhere();
    queue.refuse(new Answer.Unavailable());
  }

  /**
   * The turn is over: what it stored can be read, then its peers are told; or all of it waits
   * again. What waits is left to {@link #start}.
   */
  void appended(Turn.Outcome outcome) {
    phase = Phase.IDLE;
    if (outcome == Turn.Outcome.BEHIND) {
      queue.putBack();
      return;
    }
    Deciding decided = deciding.orElseThrow();
    if (!decided.isEmpty()) {
      troubles.stored(decided.size());
    }
    decided.applyTo(replica.position());
    queue.answer();
    applied.run();
  }

  /** The batch is not published; the turn is over. */
  void appendFailed(JournalException cause) {
    troubles.lockWaitOver();
    queue.answerAlike(answerTo(cause));
    if (JournalKeeper.isPassing(cause)) {
      phase = Phase.IDLE;
      refuse(cause);
    } else {
      repair(cause);
    }
    start();
  }

  /** The child is being restarted, but after what is the end. */
  void journalFailed(JournalException cause) {
    if (cause.isTheEnd()) {
      end(cause);
      return;
    }
    repair(cause);
    troubles.lockWaitOver();
    queue.refuse(unstored);
    if (troubles.failed(cause, clock.instant()) && !log.isElsewhere()) {
      end.gaveUp();
    }
  }

  void journalReopened() {
    troubles.reopened();
    phase = Phase.IDLE;
  }
}
