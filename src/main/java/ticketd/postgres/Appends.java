package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.BatchWriter;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;

/**
 * The connection by which this node appends, and the thread that uses it. What it begins it brings
 * to an end, however long that takes: nobody else can know what became of a statement.
 */
final class Appends implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Appends.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);
  private static final Duration MOMENT = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LAST_PAUSE = Duration.ofMillis(500);

  /** So long the head of the queue has none, and leaves. */
  private static final Duration IDLE = Duration.ofMillis(1);

  static final int PAGE = 5_000;

  /** Makes the copy go on to an end. */
  private interface Copying {
    void run() throws SQLException;
  }

  private final DeskSettings settings;
  private final Hosts hosts;
  private final int desk;
  private final DeskFile file;
  private final Eras eras;
  private final DeskListener listener;
  private final Worker worker;

  /** Written by the worker, aborted by others. */
  private volatile Optional<Session> session = Optional.empty();

  private boolean connectedBefore;

  /** When the last synchronous write began that was confirmed. */
  private volatile long confirmedNanos = System.nanoTime();

  private final Contention contention = new Contention(System.nanoTime());

  /** The head of the queue. */
  private volatile boolean queued;

  /** A turn was begun, and nothing appended. */
  private volatile boolean isDeciding;

  /** When an append was sent that was stored, so that this node had all there was. */
  private volatile long currentNanos = System.nanoTime();

  private volatile boolean closed;

  Appends(
      DeskSettings settings,
      Hosts hosts,
      int desk,
      DeskFile file,
      Eras eras,
      DeskListener listener) {
    this.settings = settings;
    this.hosts = hosts;
    this.desk = desk;
    this.file = file;
    this.eras = eras;
    this.listener = listener;
    this.worker = new Worker("ticketd-desk-append", this::rest);
  }

  /** Since when, by this node's knowledge, the primary may have been one no longer. */
  Duration sinceConfirmed() {
    return Duration.ofNanos(System.nanoTime() - confirmedNanos);
  }

  /** The server that appends go to, if there is a connection. */
  Optional<DeskUrl.Host> host() {
    return session.map(Session::host);
  }

  /** How long the statement under way has been. */
  Duration busyFor() {
    return worker.busyFor();
  }

  /**
   * Whether the server, asked by another connection, knows nothing of what this one waits for: the
   * way between them was cut, and either side would find out only by and by.
   */
  boolean isForgottenBy(Hosts.Primary primary) throws SQLException {
    Optional<Session> waiting = session;
    return waiting.isPresent() && waiting.get().isForgottenBy(primary);
  }

  /** Ends the connection, whatever waits on it: what waits finds another. */
  void abort() {
    session.ifPresent(Session::abort);
  }

  private <T> T within(java.util.concurrent.Callable<T> work, JournalException.Kind kind) {
    return worker
        .within(settings.lockTimeout(), work)
        .orElseThrow(
            () ->
                failure(
                    kind,
                    "no answer from the database within "
                        + settings.lockTimeout().toMillis()
                        + " ms"));
  }

  private JournalException failure(JournalException.Kind kind, String what) {
    return JournalException.elsewhere(kind, settings.url().toString(), what, null);
  }

  // For those who wait

  /** Connects, however long the servers take to refuse it. */
  void connectFirst() {
    boolean connected =
        worker
            .within(
                Duration.ofMinutes(1),
                () -> {
                  settleNow();
                  return true;
                })
            .isPresent();
    if (!connected) {
      throw failure(JournalException.Kind.UNREACHABLE, "no answer from the database");
    }
  }

  /** Before a turn: there is a connection, and whoever was not first is the head of the queue. */
  void prepare() {
    isDeciding = true;
    if (session.isPresent() && (queued || !contention.isThere()) && busyFor().isZero()) {
      // Two threads' hand-over costs as much as the statement.
      return;
    }
    within(
        () -> {
          prepareNow();
          return true;
        },
        JournalException.Kind.UNREACHABLE);
  }

  /** Whether the order ends so, and all of it is where a commit has to be. */
  boolean isEnd(long seq, int chain) {
    return within(() -> isEndNow(seq, chain), JournalException.Kind.UNREACHABLE);
  }

  /**
   * Appends the batch, which is sealed.
   *
   * @return whether it is stored; else it is not, and never will be, and what is has been copied
   * @throws JournalException FULL, UNREACHABLE or IO: it is not stored; SYNC_FAILED: that is not
   *     known
   */
  boolean append(BatchWriter batch) {
    Pending pending =
        new Pending(
            batch.firstSeq() - 1, batch.follows(), UUID.randomUUID(), batch.rows(file.file()));
    Optional<Boolean> stored =
        worker.within(settings.lockTimeout(), () -> new Attempt(pending).run());
    if (stored.isEmpty()) {
      listener.inDoubt();
      throw failure(JournalException.Kind.SYNC_FAILED, "a commit has had no answer in time");
    }
    return stored.get();
  }

  /** Afterwards what this node began has come to its end, and is copied. */
  void settle() {
    within(
        () -> {
          settleNow();
          return true;
        },
        JournalException.Kind.UNREACHABLE);
  }

  /**
   * Has a synchronous write begun now, and waits for it a moment; not where one waits already.
   *
   * @return whether it came back
   */
  boolean confirm() {
    return busyFor().compareTo(MOMENT) < 0
        && worker
            .within(
                MOMENT,
                () -> {
                  beat();
                  return true;
                })
            .isPresent();
  }

  /** The turn is over, which waits for nobody: the next one comes after it in any case. */
  void leaveQueue() {
    if (queued && isDeciding) {
      worker.then(this::leaveQueueNow);
    }
    isDeciding = false;
  }

  /** When this node last had all there was, as an append has shown. */
  long currentNanos() {
    return currentNanos;
  }

  // On the worker's thread

  private void rest() {
    leaveQueueNow();
    beat();
  }

  private void beat() {
    if (sinceConfirmed().compareTo(HEARTBEAT) < 0) {
      return;
    }
    try {
      // A part of the turn's transaction would be confirmed by nobody; a turn that takes so long
      // is over in the queue.
      leaveQueueNow();
      // Nobody else may: reads alone ask here for nothing but a write that was confirmed.
      writeSynchronously(connected());
    } catch (SQLException | Session.UnconfirmedException e) {
      drop();
    } catch (JournalException e) {
      // Of an order that is over the next look tells, which comes each second.
      return;
    }
  }

  private void writeSynchronously(Session on) throws SQLException, Session.UnconfirmedException {
    long began = System.nanoTime();
    on.writeSynchronously();
    confirmedNanos = began;
  }

  private Session connected() throws SQLException, Session.UnconfirmedException {
    if (session.isPresent()) {
      return session.get();
    }
    Session opened = Session.over(hosts.primary(), desk);
    // Others may abort it from here on, should it wait.
    session = Optional.of(opened);
    try {
      Eras.Held held = eras.hold();
      eras.learn(opened, opened.end(), held);
      // What is visible need not be where a commit has to be: another node may wait for that.
      writeSynchronously(opened);
    } catch (SQLException | Session.UnconfirmedException | RuntimeException e) {
      drop();
      throw e;
    }
    listener.connected(connectedBefore);
    connectedBefore = true;
    return opened;
  }

  private void drop() {
    queued = false;
    session.ifPresent(Session::close);
    session = Optional.empty();
  }

  /** Of a statement that cannot have stored anything. */
  private JournalException unreachable(Exception cause) {
    if (!(cause instanceof SQLException sql) || Failure.of(sql) != Failure.REFUSED) {
      drop();
    }
    return JournalException.elsewhere(
        JournalException.Kind.UNREACHABLE, settings.url().toString(), Failure.words(cause), cause);
  }

  private void settleNow() {
    try {
      leaveQueueNow();
      Session on = connected();
      End end = learnedEnd(on);
      copy(on, end);
      writeSynchronously(on);
    } catch (SQLException | Session.UnconfirmedException e) {
      throw unreachable(e);
    }
  }

  private End learnedEnd(Session on) throws SQLException, Session.UnconfirmedException {
    Eras.Held held = eras.hold();
    return eras.learn(on, on.end(), held);
  }

  private void prepareNow() {
    try {
      Session on = connected();
      if (contention.isThere()
          && !queued
          && on.queues()
          && !contention.isImpatient(System.nanoTime())) {
        queueUp(on);
      }
    } catch (SQLException | Session.UnconfirmedException e) {
      throw unreachable(e);
    }
  }

  private void queueUp(Session on) throws SQLException, Session.UnconfirmedException {
    try {
      Eras.Held held = eras.hold();
      Session.Head head = on.queueUp(file.next(), PAGE);
      queued = true;
      long since = System.nanoTime();
      End end = eras.know(on, head.end(), held);
      copy(
          on,
          end,
          () -> {
            head.giveTo(taker(file));
            file.show();
            copy(on, file, end.seq());
          });
      queued = on.isHead();
      contention.head(since, end.seq());
    } catch (SQLException e) {
      if (Failure.of(e) == Failure.LOST) {
        throw e;
      }
      // The queue is courtesy: who waited long enough goes on without.
      contention.waitedInVain(System.nanoTime());
      leaveQueueNow();
    }
  }

  private void leaveQueueNow() {
    queued = false;
    try {
      if (session.isPresent()) {
        session.get().leave();
      }
    } catch (SQLException e) {
      drop();
    }
  }

  private boolean isEndNow(long seq, int chain) {
    leaveQueueNow();
    try {
      Session on = connected();
      End end = learnedEnd(on);
      if (end.seq() != seq || end.chain() != chain) {
        copy(on, end);
        return false;
      }
      writeSynchronously(on);
      return true;
    } catch (SQLException | Session.UnconfirmedException e) {
      throw unreachable(e);
    }
  }

  private void copy(Session on, End end) throws SQLException, Session.UnconfirmedException {
    copy(on, end, () -> copy(on, file, end.seq()));
  }

  private void copy(Session on, End end, Copying copying)
      throws SQLException, Session.UnconfirmedException {
    try {
      copying.run();
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.DIVERGED) {
        eras.diverged(on, end, eras.hold());
      }
      throw e;
    }
  }

  /** Copies what is committed up to {@code last}, at least. For any thread with its own session. */
  static void copy(Session on, DeskFile file, long last) throws SQLException {
    while (file.seq() < last) {
      long next = file.next();
      on.rows(next, PAGE, taker(file));
      file.show();
      if (file.next() == next && file.seq() < last) {
        // Nobody of ours leaves that: a batch is one transaction.
        throw new JournalException(
            JournalException.Kind.IO,
            file.file(),
            "row " + next + " of the desk in PostgreSQL, or the rest of its batch, is missing");
      }
    }
  }

  private static Session.Taker taker(DeskFile file) {
    return (seq, record) -> {
      synchronized (file) {
        // Another thread may copy the same.
        if (seq == file.next()) {
          file.add(record);
        }
      }
    };
  }

  /** One batch on its way, which is sent until it is known what became of it. */
  private final class Attempt {
    private final Pending batch;
    private final long deadline = System.nanoTime() + settings.lockTimeout().toNanos();
    private Duration pause = FIRST_PAUSE;

    /** Whether the statement was sent and its answer did not come, so that it may be stored. */
    private boolean inDoubt;

    private long sentNanos;

    Attempt(Pending batch) {
      this.batch = batch;
    }

    boolean run() {
      isDeciding = false;
      while (true) {
        Optional<Boolean> outcome = once();
        if (outcome.isPresent()) {
          if (outcome.get()) {
            contention.stored(batch.last());
          } else {
            contention.lost();
            listener.lost();
          }
          return outcome.get();
        }
        rest();
      }
    }

    /** Empty where it is to be tried again. */
    private Optional<Boolean> once() {
      Session on;
      try {
        on = connected();
      } catch (SQLException | Session.UnconfirmedException e) {
        return failedToConnect(e);
      } catch (JournalException e) {
        throw ofAnEnd(e);
      }
      try {
        return Optional.of(send(on));
      } catch (JournalException e) {
        throw ofAnEnd(e);
      } catch (Session.UnconfirmedException e) {
        // It is visible; whether the standby has it the next synchronous write tells.
        inDoubt = true;
        queued = false;
        LOG.warn("not confirmed: {}", e.getMessage());
        return Optional.empty();
      } catch (SQLException e) {
        return failed(on, e);
      }
    }

    private boolean send(Session on) throws SQLException, Session.UnconfirmedException {
      if (inDoubt) {
        // The lock of a queue that was left is not this statement's business.
        leaveQueueNow();
      }
      Courtesy courtesy = courtesy(on);
      sentNanos = System.nanoTime();
      boolean stored = on.append(batch, eras.known(), courtesy);
      queued = on.isHead();
      if (queued) {
        worker.restAfter(IDLE);
      }
      listener.appended(System.nanoTime() - sentNanos);
      if (stored) {
        confirmedNanos = sentNanos;
        currentNanos = sentNanos;
        return true;
      }
      return isMine(on);
    }

    /**
     * Who resends waits for what was sent before, whatever lock that has, or is judged too soon.
     */
    private Courtesy courtesy(Session on) {
      long now = System.nanoTime();
      if (queued) {
        return on.keeps() && contention.runGoesOn(now) ? Courtesy.NONE : Courtesy.LEAVES;
      }
      return inDoubt || contention.isImpatient(now) ? Courtesy.NONE : Courtesy.GIVES_WAY;
    }

    /** Nothing was appended by this statement: an earlier one did, or somebody else. */
    private boolean isMine(Session on) throws SQLException, Session.UnconfirmedException {
      leaveQueueNow();
      if (on.turnOf(batch.last()).equals(Optional.of(batch.turn()))) {
        writeSynchronously(on);
        return true;
      }
      Eras.Held held = eras.hold();
      End.Era before = eras.known();
      End end = eras.learn(on, on.end(), held);
      boolean isOther = end.chain() != batch.follows();
      if (end.seq() == batch.after() && isOther && end.era().equals(before)) {
        eras.diverged(on, end, held);
      }
      copy(on, end);
      return false;
    }

    private Optional<Boolean> failed(Session on, SQLException cause) {
      Failure failure = Failure.of(cause);
      if (failure == Failure.CONFLICT) {
        listener.appended(System.nanoTime() - sentNanos);
        try {
          return Optional.of(isMine(on));
        } catch (SQLException | Session.UnconfirmedException e) {
          drop();
          return Optional.empty();
        }
      }
      boolean wasQueued = queued;
      leaveQueueNow();
      if (failure == Failure.LOST) {
        inDoubt = true;
        drop();
        return Optional.empty();
      } else if (failure == Failure.STANDBY || failure == Failure.EXPIRED) {
        drop();
        return Optional.empty();
      } else if (failure == Failure.AGAIN && wasQueued) {
        return Optional.empty();
      }
      throw definite(failure, cause);
    }

    private JournalException definite(Failure failure, SQLException cause) {
      if (inDoubt) {
        listener.inDoubt();
      }
      JournalException.Kind kind =
          inDoubt
              ? JournalException.Kind.SYNC_FAILED
              : failure == Failure.FULL
                  ? JournalException.Kind.FULL
                  : JournalException.Kind.UNREACHABLE;
      return JournalException.elsewhere(
          kind, settings.url().toString(), Failure.words(cause), cause);
    }

    /** The order is another, or over: what was sent before may be part of it all the same. */
    private JournalException ofAnEnd(JournalException cause) {
      if (!inDoubt) {
        return cause;
      }
      listener.inDoubt();
      return failure(JournalException.Kind.SYNC_FAILED, String.valueOf(cause.getMessage()));
    }

    private Optional<Boolean> failedToConnect(Exception cause) {
      if (!inDoubt) {
        throw unreachable(cause);
      }
      return Optional.empty();
    }

    private void rest() {
      if (closed || System.nanoTime() - deadline > 0) {
        if (inDoubt) {
          listener.inDoubt();
        }
        throw failure(
            inDoubt ? JournalException.Kind.SYNC_FAILED : JournalException.Kind.UNREACHABLE,
            "the connection was lost, and there is none to find out what became of a commit");
      }
      LockSupport.parkNanos(pause.toNanos());
      pause = pause.compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
    }
  }

  @Override
  public void close() {
    closed = true;
    session.ifPresent(Session::abort);
    worker.close();
    session.ifPresent(Session::close);
  }
}
