package ticketd.store;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.NewChanges;
import ticketd.journal.JournalException;
import ticketd.journal.Replica;
import ticketd.journal.SharedLog;
import ticketd.journal.SyncMode;
import ticketd.journal.Turn;

/**
 * The one place of this process where changes get their order. It owns the rules' application and
 * the index, and never waits: its journal child does.
 *
 * <p>A turn: begin it, catch up with what other processes wrote, decide everything that queued up,
 * append it at once, end the turn, apply, answer. What queues up during a turn is the next batch.
 * Where somebody else appended meanwhile, the same is decided again.
 */
public final class TicketStore extends AbstractBehavior<StoreMessage> {
  private static final int MAX_BATCH_BYTES = 8 << 20;
  private static final int CATCH_UP_SLICE = 20_000;
  private static final String DISPATCHER = "ticketd.journal-dispatcher";

  private enum Phase {
    IDLE,
    /** The child waits for a turn. */
    WAITING,
    /** The child appends {@link #deciding}. */
    APPENDING,
    /**
     * The child was told to fail, or failed, and has not reported that the journal is open again.
     */
    REPAIRING
  }

  /** A run of changes and how far its answers are. */
  private static final class Run {
    final StoreMessage.Changes request;
    final List<Answer> answers;

    Run(StoreMessage.Changes request) {
      this.request = request;
      this.answers = new ArrayList<>(request.changes().size());
    }
  }

  private final SharedLog log;
  private final Replica replica;
  private final StoreIndex index;
  private final Reads reads;
  private final Clock clock;
  private final StoreEnd end;
  private final ActorRef<JournalKeeper.Task> keeper;
  private final CommitWatch commits;

  private final ArrayDeque<Run> queue = new ArrayDeque<>();
  private final List<Run> turn = new ArrayList<>();
  private final ReadBarrier barrier;
  private final Waiters waiters = new Waiters();
  private final Failures failures;
  private Phase phase = Phase.IDLE;

  /** Whether the log has a failure that it has no end of yet. */
  private boolean failureIsTold;

  private boolean turnIsDue;
  private boolean heldElsewhere;

  /** A later version's record, or header, was met: nothing is read, decided or written any more. */
  private boolean ended;

  /** Why the last turn was refused, so that the log says it once. */
  private Optional<JournalException.Kind> refusal = Optional.empty();

  /** What the turn decided; empty before the first one. */
  private Optional<Deciding> deciding = Optional.empty();

  private TicketStore(
      ActorContext<StoreMessage> context,
      OpenStore store,
      StoreSettings settings,
      Clock clock,
      StoreEnd end) {
    super(context);
    this.log = store.log();
    this.replica = log.replica();
    this.index = store.index();
    this.reads = store.reads();
    this.failures = new Failures(settings);
    this.clock = clock;
    this.end = end;
    this.keeper =
        context.spawn(
            Behaviors.supervise(JournalKeeper.create(log, context.getSelf()))
                .onFailure(
                    JournalException.class,
                    SupervisorStrategy.restartWithBackoff(
                            settings.minBackoff(), settings.restartInterval(), 0.1)
                        .withLoggingEnabled(false)),
            "journal",
            DispatcherSelector.fromConfig(DISPATCHER));
    // It is restarted after what is foreseen; where it ends all the same, so must the store.
    context.watch(keeper);
    this.barrier = new ReadBarrier(() -> keeper.tell(JournalKeeper.AwaitCurrent.INSTANCE));
    this.commits = CommitWatch.start(replica, index, context.getSelf(), settings.pollInterval());
    if (log.syncMode() == SyncMode.INTERVAL) {
      context.watch(
          context.spawn(
              JournalSyncer.create(
                  log,
                  settings.syncInterval(),
                  cause -> keeper.tell(new JournalKeeper.Fail(cause))),
              "syncer",
              DispatcherSelector.fromConfig(DISPATCHER)));
    }
  }

  /**
   * The store over an open log, which it closes when it stops.
   *
   * @param end told when the store can not go on; the process is then to end
   */
  public static Behavior<StoreMessage> create(
      OpenStore store, StoreSettings settings, Clock clock, StoreEnd end) {
    return Behaviors.setup(context -> new TicketStore(context, store, settings, clock, end));
  }

  @Override
  public Receive<StoreMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(StoreMessage.Changes.class, this::onChanges)
        .onMessage(StoreMessage.TurnDue.class, due -> onTurnDue())
        .onMessage(StoreMessage.CatchUp.class, this::onCatchUp)
        .onMessage(JournalReport.Appended.class, this::onAppended)
        .onMessage(StoreMessage.AwaitChange.class, this::onAwaitChange)
        .onMessage(StoreMessage.ForgetMe.class, this::onForgetMe)
        .onMessage(StoreMessage.Committed.class, message -> onCommitted())
        .onMessage(JournalReport.TurnBegun.class, report -> onTurnBegun(report.turn()))
        .onMessage(JournalReport.Current.class, report -> onCurrent())
        .onMessage(JournalReport.LockHeldElsewhere.class, report -> onLockHeldElsewhere())
        .onMessage(JournalReport.AppendFailed.class, this::onAppendFailed)
        .onMessage(JournalReport.Failed.class, this::onFailed)
        .onMessage(JournalReport.Reopened.class, report -> onReopened())
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<StoreMessage> onStop() {
    commits.close();
    return this;
  }

  // Changes

  private Behavior<StoreMessage> onChanges(StoreMessage.Changes changes) {
    queue.add(new Run(changes));
    beginTurnSoon();
    return this;
  }

  /** Behind what is in the mailbox by now, so that the turn takes all of it. */
  private void beginTurnSoon() {
    if (!turnIsDue && !queue.isEmpty()) {
      turnIsDue = true;
      getContext().getSelf().tell(StoreMessage.TurnDue.INSTANCE);
    }
  }

  private Behavior<StoreMessage> onTurnDue() {
    turnIsDue = false;
    startTurn();
    return this;
  }

  private void startTurn() {
    while (!queue.isEmpty()) {
      if (ended || phase == Phase.REPAIRING || (phase == Phase.WAITING && heldElsewhere)) {
        refuseQueued();
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
        runTurn(begun.get());
      } catch (JournalException e) {
        failTurn(e);
      }
    }
  }

  /** Leaves the phase at {@code APPENDING}, with the child to end the turn, or ends it. */
  private void runTurn(Turn begun) {
    Turn.Outcome outcome;
    try {
      catchUpFully();
      Deciding decided = decideQueued(begun);
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
    finishTurn(outcome);
  }

  private Deciding decideQueued(Turn begun) {
    Deciding deciding = new Deciding(index, replica.reader(), begun.batch(), clock.instant());
    while (!queue.isEmpty() && deciding.batch().bytes() < MAX_BATCH_BYTES) {
      Run run = queue.remove();
      turn.add(run);
      for (Change change : run.request.changes()) {
        run.answers.add(decide(deciding, change));
      }
    }
    return deciding;
  }

  /** What one change would have to read, and cannot, is no reason to refuse the others. */
  private Answer decide(Deciding deciding, Change change) {
    try {
      return deciding.decide(change);
    } catch (JournalException e) {
      if (e.kind() != JournalException.Kind.DAMAGED) {
        throw e;
      }
      reads.tell(e);
      return new Answer.Unreadable();
    }
  }

  /** What the turn stored can be read, then its peers are told; or all of it is decided again. */
  private void finishTurn(Turn.Outcome outcome) {
    phase = Phase.IDLE;
    Deciding decided = deciding.orElseThrow();
    if (outcome == Turn.Outcome.BEHIND) {
      decideAgain();
      return;
    }
    if (!decided.isEmpty() && refusal.isPresent()) {
      refusal = Optional.empty();
      getContext().getLog().warn("{}: changes are stored again", replica.file());
    }
    decided.applyTo(replica.position());
    for (Run run : turn) {
      run.request.replyTo().tell(new Answers(run.answers));
    }
    turn.clear();
    tellWaiters();
  }

  /** In the order in which they came, before what came since: nothing of them is stored. */
  private void decideAgain() {
    for (int i = turn.size() - 1; i >= 0; i--) {
      turn.get(i).answers.clear();
      queue.addFirst(turn.get(i));
    }
    turn.clear();
  }

  /** Answers everything of the turn alike: what it decided rested on a batch that is not stored. */
  private void answerTurn(Answer answer) {
    turn.forEach(run -> answerAlike(run, answer));
    turn.clear();
  }

  private void refuseQueued() {
    queue.forEach(run -> answerAlike(run, new Answer.Unavailable()));
    queue.clear();
  }

  private static void answerAlike(Run run, Answer answer) {
    run.request
        .replyTo()
        .tell(new Answers(run.request.changes().stream().map(c -> answer).toList()));
  }

  /** A turn in this actor met a fault; the lock is free. */
  private void failTurn(JournalException cause) {
    answerTurn(answerTo(cause));
    phase = Phase.IDLE;
    if (cause.kind() == JournalException.Kind.NEWER_FORMAT) {
      end(cause);
    } else if (JournalKeeper.isPassing(cause)) {
      refusing(cause);
    } else {
      phase = Phase.REPAIRING;
      keeper.tell(new JournalKeeper.Fail(cause));
    }
  }

  /** Answers what is not stored. Of a batch that the child writes its report tells. */
  private void end(JournalException cause) {
    refuseQueued();
    if (!ended) {
      ended = true;
      end.newerFormat(String.valueOf(cause.getMessage()));
    }
  }

  /** Nothing is broken here: what queued up is refused, and the next change tries again. */
  private void refusing(JournalException cause) {
    if (cause.kind() != JournalException.Kind.FULL) {
      refuseQueued();
    }
    if (!refusal.equals(Optional.of(cause.kind()))) {
      refusal = Optional.of(cause.kind());
      getContext().getLog().error("changes are refused: {}", cause.getMessage());
    }
  }

  private static Answer answerTo(JournalException cause) {
    return switch (cause.kind()) {
      case FULL -> new Answer.Full();
      case SYNC_FAILED -> new Answer.InDoubt();
      default -> new Answer.Unavailable();
    };
  }

  // Reports of the child

  private Behavior<StoreMessage> onTurnBegun(Turn begun) {
    heldElsewhere = false;
    if (ended || phase != Phase.WAITING) {
      begun.close();
      return this;
    }
    phase = Phase.IDLE;
    try {
      runTurn(begun);
    } catch (JournalException e) {
      failTurn(e);
    }
    startTurn();
    return this;
  }

  private Behavior<StoreMessage> onLockHeldElsewhere() {
    if (!heldElsewhere) {
      getContext()
          .getLog()
          .warn(
              "{}: another process holds the lock; changes are refused meanwhile", replica.file());
    }
    heldElsewhere = true;
    refuseQueued();
    return this;
  }

  private Behavior<StoreMessage> onAppended(JournalReport.Appended report) {
    finishTurn(report.outcome());
    beginTurnSoon();
    return this;
  }

  private Behavior<StoreMessage> onAppendFailed(JournalReport.AppendFailed report) {
    heldElsewhere = false;
    answerTurn(answerTo(report.cause()));
    if (JournalKeeper.isPassing(report.cause())) {
      phase = Phase.IDLE;
      refusing(report.cause());
    } else {
      phase = Phase.REPAIRING;
    }
    startTurn();
    return this;
  }

  private Behavior<StoreMessage> onFailed(JournalReport.Failed report) {
    if (report.cause().kind() == JournalException.Kind.NEWER_FORMAT) {
      end(report.cause());
      return this;
    }
    phase = Phase.REPAIRING;
    heldElsewhere = false;
    refuseQueued();
    Instant now = clock.instant();
    if (failures.add(now)) {
      failureIsTold = true;
      getContext().getLog().error("journal: {}", report.cause().getMessage());
      if (failures.areTooMany(now)) {
        end.gaveUp();
      }
    }
    return this;
  }

  private Behavior<StoreMessage> onReopened() {
    if (failureIsTold) {
      failureIsTold = false;
      getContext().getLog().warn("{}: open again", replica.file());
    }
    phase = Phase.IDLE;
    barrier.failed();
    catchUp();
    return this;
  }

  // Reads

  private Behavior<StoreMessage> onCatchUp(StoreMessage.CatchUp request) {
    if (log.isCurrent()) {
      waiters.add(request);
    } else {
      barrier.add(request);
    }
    catchUp();
    return this;
  }

  private Behavior<StoreMessage> onCurrent() {
    for (StoreMessage.CatchUp read : barrier.answered()) {
      waiters.add(new StoreMessage.CatchUp(replica.committed(), read.replyTo()));
    }
    catchUp();
    return this;
  }

  private Behavior<StoreMessage> onCommitted() {
    catchUp();
    return this;
  }

  private void catchUp() {
    if (ended) {
      return;
    }
    try {
      replica.checkFormat();
      // What the child publishes now is this store's own batch, which its report brings.
      if (phase != Phase.APPENDING
          && replica.position() < replica.committed()
          && replica.catchUp(CATCH_UP_SLICE, index::apply)) {
        getContext().getSelf().tell(StoreMessage.Committed.INSTANCE);
      }
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.NEWER_FORMAT) {
        end(e);
      } else if (phase != Phase.REPAIRING) {
        failTurn(e);
      }
      if (!ended) {
        waiters.refuseReads(index.applied());
      }
    }
    tellWaiters();
  }

  private void catchUpFully() {
    if (replica.position() < replica.committed()) {
      replica.catchUp(index::apply);
    }
  }

  private Behavior<StoreMessage> onAwaitChange(StoreMessage.AwaitChange request) {
    if (!ended && request.seq() < index.changes().lastSeq()) {
      waiters.forget(request.replyTo());
      request.replyTo().tell(new NewChanges());
    } else {
      waiters.add(request);
    }
    return this;
  }

  private Behavior<StoreMessage> onForgetMe(StoreMessage.ForgetMe request) {
    waiters.forget(request.replyTo());
    return this;
  }

  private void tellWaiters() {
    if (!ended) {
      waiters.tell(index.applied(), index.changes().lastSeq());
    }
  }
}
