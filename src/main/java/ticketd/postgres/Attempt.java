package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.JournalException;

/** One batch on its way, which is sent until it is known what became of it. */
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LAST_PAUSE = Duration.ofMillis(500);

  /** So long the head of the queue has none, and leaves. */
  private static final Duration IDLE = Duration.ofMillis(1);

  private final AppendConnection connection;
  private final Worker worker;
  private final DeskListener listener;
  private final Pending batch;
  private final long deadline;
  private Duration pause = FIRST_PAUSE;

  /** Whether the statement was sent and its answer did not come, so that it may be stored. */
  private boolean inDoubt;

  private long sentNanos;

  /** To be begun on {@code worker}, by the connection that is its own. */
  Attempt(
      AppendConnection connection,
      Worker worker,
      DeskListener listener,
      Duration limit,
      Pending batch) {
    this.connection = connection;
    this.worker = worker;
    this.listener = listener;
    this.batch = batch;
    this.deadline = System.nanoTime() + limit.toNanos();
  }

  /** Whether it is stored; it is not, and never will be, where this throws or is false. */
  boolean run() {
    while (true) {
      Optional<Boolean> outcome = once();
      if (outcome.isPresent()) {
        if (outcome.get()) {
          connection.won(batch);
        } else {
          connection.lost();
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
      on = connection.connected();
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
      connection.unconfirmed();
      LOG.warn("not confirmed: {}", e.getMessage());
      return Optional.empty();
    } catch (SQLException e) {
      return failed(on, e);
    }
  }

  private boolean send(Session on) throws SQLException, Session.UnconfirmedException {
    if (inDoubt) {
      // The lock of a queue that was left is not this statement's business.
      connection.leaveQueue();
    }
    sentNanos = System.nanoTime();
    boolean stored = connection.append(on, batch, inDoubt);
    if (connection.isQueued()) {
      worker.restAfter(IDLE);
    }
    listener.appended(System.nanoTime() - sentNanos);
    return stored || connection.isStored(on, batch);
  }

  private Optional<Boolean> failed(Session on, SQLException cause) {
    Failure failure = Failure.of(cause);
    if (failure == Failure.CONFLICT) {
      listener.appended(System.nanoTime() - sentNanos);
      try {
        return Optional.of(connection.isStored(on, batch));
      } catch (SQLException | Session.UnconfirmedException e) {
        connection.drop();
        return Optional.empty();
      }
    }
    boolean wasQueued = connection.isQueued();
    connection.leaveQueue();
    if (failure == Failure.LOST) {
      inDoubt = true;
      connection.drop();
      return Optional.empty();
    } else if (failure == Failure.STANDBY || failure == Failure.EXPIRED) {
      connection.drop();
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
    return connection.elsewhere(kind, cause);
  }

  /** The order is another, or over: what was sent before may be part of it all the same. */
  private JournalException ofAnEnd(JournalException cause) {
    if (!inDoubt) {
      return cause;
    }
    listener.inDoubt();
    return connection.failure(
        JournalException.Kind.SYNC_FAILED, String.valueOf(cause.getMessage()));
  }

  private Optional<Boolean> failedToConnect(Exception cause) {
    if (!inDoubt) {
      throw connection.unreachable(cause);
    }
    return Optional.empty();
  }

  private void rest() {
    if (connection.isEnded() || System.nanoTime() - deadline > 0) {
      if (inDoubt) {
        listener.inDoubt();
      }
      throw connection.failure(
          inDoubt ? JournalException.Kind.SYNC_FAILED : JournalException.Kind.UNREACHABLE,
          "the connection was lost, and there is none to find out what became of a commit");
    }
    LockSupport.parkNanos(pause.toNanos());
    pause = pause.compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
  }
}
