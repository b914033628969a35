package ticketd.store;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.desk.Current;
import ticketd.desk.NewChanges;
import ticketd.journal.JournalException;
import ticketd.journal.Replica;
import ticketd.journal.SharedLog;
import ticketd.journal.SyncMode;

/**
 * The one place of this process where changes get their order. It owns the index and what writes
 * it: its {@link Turns}, and the catching up between them. It never waits: its journal child does.
 */
public final class TicketStore extends AbstractBehavior<StoreMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(TicketStore.class);
  private static final int CATCH_UP_SLICE = 20_000;

  /** A store beside servers of version 1.0 looks this often whether they are gone. */
  private static final Duration FORMAT_LOOKS = Duration.ofMillis(100);

  /** How often the clock is looked at for the desk's own work. */
  private static final Duration LOOKS = Duration.ofSeconds(5);

  private static final Duration LOOKS_OF_SHORT_PERIODS = Duration.ofSeconds(1);
  private static final Duration SHORT_PERIOD = Duration.ofMinutes(1);

  /** Between two turns of the desk's own work, which may be much. */
  private static final Duration OWN_PAUSE = Duration.ofMillis(50);

  private static final String OWN_AGAIN = "own";

  private static final String DISPATCHER = "ticketd.journal-dispatcher";

  private final SharedLog log;
  private final Replica replica;
  private final StoreIndex index;
  private final Turns turns;
  private final ReadBarrier barrier = new ReadBarrier();
  private final Runnable questions;
  private final Waiters waiters = new Waiters();
  private final CommitWatch commits;
  private final Search search;
  private final TimerScheduler<StoreMessage> timers;
  private final Clock clock;
  private boolean turnIsDue;
  private boolean questionIsDue;

  private TicketStore(
      ActorContext<StoreMessage> context,
      TimerScheduler<StoreMessage> timers,
      OpenStore store,
      StoreSettings settings,
      Clock clock,
      StoreEnd end,
      StoreMeter meter,
      Executor reports) {
    super(context);
    this.timers = timers;
    this.clock = clock;
    this.log = store.log();
    this.replica = log.replica();
    this.index = store.index();
    ActorRef<JournalKeeper.Task> keeper =
        context.spawn(
            Behaviors.supervise(JournalKeeper.create(log, context.getSelf(), reports))
                .onFailure(
                    JournalException.class,
                    SupervisorStrategy.restartWithBackoff(
                            settings.minBackoff(), settings.restartInterval(), 0.1)
                        .withLoggingEnabled(false)),
            "journal",
            DispatcherSelector.fromConfig(DISPATCHER));
    // It is restarted after what is foreseen; where it ends all the same, so must the store.
    context.watch(keeper);
    this.turns =
        new Turns(
            store,
            clock,
            new Troubles(LOG, replica.file(), new Failures(settings), meter, System::nanoTime),
            end,
            keeper,
            this::tellWaiters);
    ActorRef<StoreMessage> self = context.getSelf();
    log.whenOver(cause -> self.tell(new JournalReport.Failed(cause)));
    this.questions = questions(context, reports);
    this.search = store.search();
    search.start();
    this.commits = CommitWatch.start(replica, index, context.getSelf(), settings.pollInterval());
    if (!log.takesNewKinds()) {
      timers.startTimerWithFixedDelay(StoreMessage.RaiseFormat.INSTANCE, FORMAT_LOOKS);
    }
    store
        .rules()
        .escalateAfter()
        .map(period -> period.compareTo(SHORT_PERIOD) < 0 ? LOOKS_OF_SHORT_PERIODS : LOOKS)
        .ifPresent(
            looks ->
                timers.startTimerWithFixedDelay(
                    StoreMessage.LookAtClock.INSTANCE, Duration.ZERO, looks));
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

  private Runnable questions(ActorContext<StoreMessage> context, Executor reports) {
    if (!log.isElsewhere()) {
      return () -> context.getSelf().tell(new JournalReport.Current(barrier.begin()));
    }
    ActorRef<CurrentKeeper.Await> keeper =
        context.spawn(
            CurrentKeeper.create(log, barrier, context.getSelf(), reports),
            "current",
            DispatcherSelector.fromConfig(DISPATCHER));
    context.watch(keeper);
    return () -> keeper.tell(CurrentKeeper.Await.INSTANCE);
  }

  /**
   * The store over an open log, which it closes when it stops.
   *
   * @param end told when the store can not go on; the process is then to end
   */
  public static Behavior<StoreMessage> create(
      OpenStore store, StoreSettings settings, Clock clock, StoreEnd end) {
    return create(store, settings, clock, end, StoreMeter.none(), Runnable::run);
  }

  /**
   * The same, and {@code meter} is told how it fares.
   *
   * @param reports carries out, in their order, what hands the store a report of its journal's
   *     thread: in the thread in which the store, and whom it answers then, is to be woken
   */
  public static Behavior<StoreMessage> create(
      OpenStore store,
      StoreSettings settings,
      Clock clock,
      StoreEnd end,
      StoreMeter meter,
      Executor reports) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new TicketStore(context, timers, store, settings, clock, end, meter, reports)));
  }

  @Override
  public Receive<StoreMessage> createReceive() {
    return newReceiveBuilder()
        .onMessage(StoreMessage.Changes.class, this::onChanges)
        .onMessage(StoreMessage.Probe.class, this::onProbe)
        .onMessage(StoreMessage.TurnDue.class, due -> onTurnDue())
        .onMessage(StoreMessage.CatchUp.class, this::onCatchUp)
        .onMessage(StoreMessage.QuestionDue.class, due -> onQuestionDue())
        .onMessage(JournalReport.Appended.class, this::onAppended)
        .onMessage(StoreMessage.AwaitChange.class, this::onAwaitChange)
        .onMessage(StoreMessage.ForgetMe.class, this::onForgetMe)
        .onMessage(StoreMessage.AwaitAccounts.class, this::onAwaitAccounts)
        .onMessage(StoreMessage.ForgetAccounts.class, this::onForgetAccounts)
        .onMessage(StoreMessage.Committed.class, message -> onCommitted())
        .onMessage(StoreMessage.RaiseFormat.class, message -> onRaiseFormat())
        .onMessage(StoreMessage.LookAtClock.class, message -> onLookAtClock())
        .onMessage(JournalReport.FormatLooked.class, report -> onFormatLooked())
        .onMessage(JournalReport.TurnBegun.class, this::onTurnBegun)
        .onMessage(JournalReport.Current.class, this::onCurrent)
        .onMessage(JournalReport.NotCurrent.class, this::onNotCurrent)
        .onMessage(JournalReport.LockHeldElsewhere.class, report -> onLockHeldElsewhere())
        .onMessage(JournalReport.AppendFailed.class, this::onAppendFailed)
        .onMessage(JournalReport.Failed.class, this::onFailed)
        .onMessage(JournalReport.Reopened.class, report -> onReopened())
        .onSignal(PostStop.class, signal -> onStop())
        .build();
  }

  private Behavior<StoreMessage> onStop() {
    commits.close();
    search.close();
    return this;
  }

  // Changes

  private Behavior<StoreMessage> onChanges(StoreMessage.Changes changes) {
    turns.add(changes);
    startTurnsSoon();
    return this;
  }

  private Behavior<StoreMessage> onProbe(StoreMessage.Probe probe) {
    turns.add(probe);
    startTurnsSoon();
    return this;
  }

  /** Behind what is in the mailbox by now, so that the turn takes all of it. */
  private void startTurnsSoon() {
    if (!turnIsDue && turns.areDue()) {
      turnIsDue = true;
      getContext().getSelf().tell(StoreMessage.TurnDue.INSTANCE);
    }
  }

  private Behavior<StoreMessage> onTurnDue() {
    turnIsDue = false;
    turns.start();
    return this;
  }

  // Reports of the child

  private Behavior<StoreMessage> onTurnBegun(JournalReport.TurnBegun report) {
    turns.begun(report.turn());
    return this;
  }

  private Behavior<StoreMessage> onRaiseFormat() {
    if (log.takesNewKinds()) {
      timers.cancel(StoreMessage.RaiseFormat.INSTANCE);
    } else {
      turns.raiseFormat();
      startTurnsSoon();
    }
    return this;
  }

  private Behavior<StoreMessage> onLookAtClock() {
    if (log.takesNewKinds() && Deciding.isDue(index, log.now(clock.instant(), index.newestAt()))) {
      turns.addOwn();
      startTurnsSoon();
      // A turn does not do more than some of it. Of one that is refused no more comes the sooner.
      if (!turns.areRefused()) {
        timers.startSingleTimer(OWN_AGAIN, StoreMessage.LookAtClock.INSTANCE, OWN_PAUSE);
      }
    }
    return this;
  }

  private Behavior<StoreMessage> onFormatLooked() {
    turns.formatLooked();
    return this;
  }

  private Behavior<StoreMessage> onLockHeldElsewhere() {
    turns.lockHeldElsewhere();
    return this;
  }

  private Behavior<StoreMessage> onAppended(JournalReport.Appended report) {
    turns.appended(report.outcome());
    startTurnsSoon();
    return this;
  }

  private Behavior<StoreMessage> onAppendFailed(JournalReport.AppendFailed report) {
    turns.appendFailed(report.cause());
    return this;
  }

  private Behavior<StoreMessage> onFailed(JournalReport.Failed report) {
    turns.journalFailed(report.cause());
    return this;
  }

  private Behavior<StoreMessage> onReopened() {
    turns.journalReopened();
    catchUp();
    return this;
  }

  // Reads

  private Behavior<StoreMessage> onCatchUp(StoreMessage.CatchUp request) {
    if (log.isCurrent()) {
      waiters.add(request);
    } else {
      barrier.add(request);
      if (!questionIsDue) {
        questionIsDue = true;
        getContext().getSelf().tell(StoreMessage.QuestionDue.INSTANCE);
      }
    }
    catchUp();
    return this;
  }

  private Behavior<StoreMessage> onQuestionDue() {
    questionIsDue = false;
    if (barrier.needs()) {
      questions.run();
    }
    return this;
  }

  private Behavior<StoreMessage> onCurrent(JournalReport.Current report) {
    for (StoreMessage.CatchUp read : barrier.served(report.upTo())) {
      waiters.add(new StoreMessage.CatchUp(replica.committed(), read.replyTo()));
    }
    catchUp();
    return this;
  }

  private Behavior<StoreMessage> onNotCurrent(JournalReport.NotCurrent report) {
    Current outcome =
        report.cause().kind() == JournalException.Kind.UNREACHABLE
            ? Current.OUT_OF_REACH
            : Current.UNREADABLE;
    for (StoreMessage.CatchUp read : barrier.served(report.upTo())) {
      read.replyTo().tell(outcome);
    }
    turns.readsFailed(report.cause());
    return this;
  }

  private Behavior<StoreMessage> onCommitted() {
    catchUp();
    return this;
  }

  private void catchUp() {
    if (turns.haveEnded()) {
      return;
    }
    try {
      replica.checkFormat();
      // What the child publishes now is this store's own batch, which its report brings.
      if (!turns.areAppending()
          && replica.position() < replica.committed()
          && replica.catchUp(CATCH_UP_SLICE, index::apply)) {
        getContext().getSelf().tell(StoreMessage.Committed.INSTANCE);
      }
    } catch (JournalException e) {
      turns.catchingUpFailed(e);
      if (!turns.haveEnded()) {
        waiters.refuseReads(index.applied());
      }
    }
    tellWaiters();
  }

  private Behavior<StoreMessage> onAwaitChange(StoreMessage.AwaitChange request) {
    if (!turns.haveEnded() && request.seq() < index.changes().lastSeq()) {
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

  private Behavior<StoreMessage> onAwaitAccounts(StoreMessage.AwaitAccounts request) {
    waiters.add(request);
    tellWaiters();
    return this;
  }

  private Behavior<StoreMessage> onForgetAccounts(StoreMessage.ForgetAccounts request) {
    waiters.forgetAccounts(request.replyTo());
    return this;
  }

  private void tellWaiters() {
    if (!turns.haveEnded()) {
      waiters.tell(index.applied(), index.changes().lastSeq());
      waiters.tellOfAccounts(index.accounts().changedAt());
    }
  }
}
