package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;

/**
 * The connection by which this node appends, and where that stands in the queue of nodes. Used by
 * the worker's thread, which makes it anew when it is lost; any other may look at it, and end it.
 */
final class AppendConnection {
  private static final Duration HEARTBEAT = Duration.ofSeconds(1);

  private final DeskSettings settings;
  private final Hosts hosts;
  private final int desk;
  private final DeskFile file;
  private final Eras eras;
  private final DeskListener listener;

  /** Written by the worker, aborted by others. */
  private volatile Optional<Session> session = Optional.empty();

  private boolean connectedBefore;

  /** When the last synchronous write began that was confirmed. */
  private volatile long confirmedNanos = System.nanoTime();

  /** When an append was sent that was stored, so that this node had all there was. */
  private volatile long currentNanos = System.nanoTime();

  private final Contention contention = new Contention(System.nanoTime());

  /** The head of the queue. */
  private volatile boolean queued;

  private volatile boolean closed;

  AppendConnection(
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
  }

  // For any thread

  Optional<Session> session() {
    return session;
  }

  boolean isQueued() {
    return queued;
  }

  /** Whether a turn may begin as things are: connected, and nobody to queue up behind. */
  boolean isReady() {
    return session.isPresent() && (queued || !contention.isThere());
  }

  /** Since when, by this node's knowledge, the primary may have been one no longer. */
  Duration sinceConfirmed() {
    return Duration.ofNanos(System.nanoTime() - confirmedNanos);
  }

  /** When this node last had all there was, as an append has shown. */
  long currentNanos() {
    return currentNanos;
  }

  /** Ends the connection, whatever waits on it: what waits finds another. */
  void abort() {
    session.ifPresent(Session::abort);
  }

  /** The same, and what waits tries no more. */
  void end() {
    closed = true;
    abort();
  }

  boolean isEnded() {
    return closed;
  }

  JournalException failure(JournalException.Kind kind, String what) {
    return JournalException.elsewhere(kind, settings.url().toString(), what, null);
  }

  JournalException elsewhere(JournalException.Kind kind, Exception cause) {
    return JournalException.elsewhere(kind, settings.url().toString(), Failure.words(cause), cause);
  }

  // On the worker's thread

  /** The queue is left, and a synchronous write begun where none was for long. */
  void rest() {
    leaveQueue();
    beat();
  }

  /** Has a synchronous write confirmed, where the last one that was is some time ago. */
  void beat() {
    if (sinceConfirmed().compareTo(HEARTBEAT) < 0) {
      return;
    }
    try {
      // A part of the turn's transaction would be confirmed by nobody; a turn that takes so long
      // is over in the queue.
      leaveQueue();
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

  /** The connection, made anew where there is none. */
  Session connected() throws SQLException, Session.UnconfirmedException {
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

  void drop() {
    queued = false;
    session.ifPresent(Session::close);
    session = Optional.empty();
  }

  /** Of a statement that cannot have stored anything. */
  JournalException unreachable(Exception cause) {
    if (!(cause instanceof SQLException sql) || Failure.of(sql) != Failure.REFUSED) {
      drop();
    }
    return elsewhere(JournalException.Kind.UNREACHABLE, cause);
  }

  /** Afterwards what this node began has come to its end, and is copied. */
  void settle() {
    try {
      leaveQueue();
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

  /** Afterwards there is a connection, and whoever was not first is the head of the queue. */
  void prepare() {
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
      Session.Head head = on.queueUp(file.next(), CatchUp.PAGE);
      queued = true;
      long since = System.nanoTime();
      End end = eras.know(on, head.end(), held);
      copyBehind(head, on, end);
      queued = on.isHead();
      contention.head(since, end.seq());
    } catch (SQLException e) {
      if (Failure.of(e) == Failure.LOST) {
        throw e;
      }
      // The queue is courtesy: who waited long enough goes on without.
      contention.waitedInVain(System.nanoTime());
      leaveQueue();
    }
  }

  void leaveQueue() {
    queued = false;
    try {
      if (session.isPresent()) {
        session.get().leave();
      }
    } catch (SQLException e) {
      drop();
    }
  }

  /** Whether the order ends so, and all of it is where a commit has to be. */
  boolean isEnd(long seq, int chain) {
    leaveQueue();
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

  private void copyBehind(Session.Head head, Session on, End end)
      throws SQLException, Session.UnconfirmedException {
    try {
      head.giveTo(CatchUp.taker(file));
      file.show();
      CatchUp.copy(on, file, end.seq());
    } catch (JournalException e) {
      throw diverged(on, end, e);
    }
  }

  private void copy(Session on, End end) throws SQLException, Session.UnconfirmedException {
    try {
      CatchUp.copy(on, file, end.seq());
    } catch (JournalException e) {
      throw diverged(on, end, e);
    }
  }

  /** Why it cannot be copied; where the copy is of another history, the eras are told. */
  private JournalException diverged(Session on, End end, JournalException cause)
      throws SQLException, Session.UnconfirmedException {
    if (cause.kind() == JournalException.Kind.DIVERGED) {
      eras.diverged(on, end, eras.hold());
    }
    return cause;
  }

  /** Sends the batch, once more where it is in doubt; whether this has stored it. */
  boolean append(Session on, Pending batch, boolean inDoubt)
      throws SQLException, Session.UnconfirmedException {
    Courtesy courtesy = courtesy(on, inDoubt);
    long sentNanos = System.nanoTime();
    boolean stored = on.append(batch, eras.known(), courtesy);
    queued = on.isHead();
    if (stored) {
      confirmedNanos = sentNanos;
      currentNanos = sentNanos;
    }
    return stored;
  }

  /** Who resends waits for what was sent before, whatever lock that has, or is judged too soon. */
  private Courtesy courtesy(Session on, boolean inDoubt) {
    long now = System.nanoTime();
    if (queued) {
      return on.keeps() && contention.runGoesOn(now) ? Courtesy.NONE : Courtesy.LEAVES;
    }
    return inDoubt || contention.isImpatient(now) ? Courtesy.NONE : Courtesy.GIVES_WAY;
  }

  /**
   * Behind a statement that stored nothing: whether an earlier one stored the batch. Where somebody
   * else was first, that is copied.
   */
  boolean isStored(Session on, Pending batch) throws SQLException, Session.UnconfirmedException {
    leaveQueue();
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

  /** What was appended is visible and was not confirmed. */
  void unconfirmed() {
    queued = false;
  }

  void won(Pending batch) {
    contention.stored(batch.last());
  }

  /** Another node was first. */
  void lost() {
    contention.lost();
  }

  void close() {
    session.ifPresent(Session::close);
  }
}
