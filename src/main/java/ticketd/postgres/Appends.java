package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import ticketd.journal.BatchWriter;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;

/**
 * The thread that appends for this node, by a connection of its own, as those see it who wait for
 * it. What it begins it brings to an end, however long that takes: nobody else can know what became
 * of a statement.
 */
final class Appends implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final DeskSettings settings;
  private final DeskFile file;
  private final DeskListener listener;
  private final AppendConnection connection;
  private final Worker worker;

  /** A turn was begun, and nothing appended. */
  private volatile boolean isDeciding;

  Appends(
      DeskSettings settings,
      Hosts hosts,
      int desk,
      DeskFile file,
      Eras eras,
      DeskListener listener) {
    this.settings = settings;
    this.file = file;
    this.listener = listener;
    this.connection = new AppendConnection(settings, hosts, desk, file, eras, listener);
    this.worker = new Worker("ticketd-desk-append", connection::rest);
  }

  /** Since when, by this node's knowledge, the primary may have been one no longer. */
  Duration sinceConfirmed() {
    return connection.sinceConfirmed();
  }

  /** The server that appends go to, if there is a connection. */
  Optional<DeskUrl.Host> host() {
    return connection.session().map(Session::host);
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
    Optional<Session> waiting = connection.session();
    return waiting.isPresent() && waiting.get().isForgottenBy(primary);
  }

  /** Ends the connection, whatever waits on it: what waits finds another. */
  void abort() {
    connection.abort();
  }

  private <T> T within(java.util.concurrent.Callable<T> work, JournalException.Kind kind) {
    return worker
        .within(settings.lockTimeout(), work)
        .orElseThrow(
            () ->
                connection.failure(
                    kind,
                    "no answer from the database within "
                        + settings.lockTimeout().toMillis()
                        + " ms"));
  }

  // For those who wait

  /** Connects, however long the servers take to refuse it. */
  void connectFirst() {
    boolean connected =
        worker
            .within(
                Duration.ofMinutes(1),
                () -> {
                  connection.settle();
                  return true;
                })
            .isPresent();
    if (!connected) {
      throw connection.failure(JournalException.Kind.UNREACHABLE, "no answer from the database");
    }
  }

  /** Before a turn: there is a connection, and whoever was not first is the head of the queue. */
  void prepare() {
    isDeciding = true;
    if (connection.isReady() && busyFor().isZero()) {
      // Two threads' hand-over costs as much as the statement.
      return;
    }
    within(
        () -> {
          connection.prepare();
          return true;
        },
        JournalException.Kind.UNREACHABLE);
  }

  /** Whether the order ends so, and all of it is where a commit has to be. */
  boolean isEnd(long seq, int chain) {
    return within(() -> connection.isEnd(seq, chain), JournalException.Kind.UNREACHABLE);
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
        worker.within(
            settings.lockTimeout(),
            () -> {
              isDeciding = false;
              return new Attempt(connection, worker, listener, settings.lockTimeout(), pending)
                  .run();
            });
    if (stored.isEmpty()) {
      listener.inDoubt();
      throw connection.failure(
          JournalException.Kind.SYNC_FAILED, "a commit has had no answer in time");
    }
    return stored.get();
  }

  /** Afterwards what this node began has come to its end, and is copied. */
  void settle() {
    within(
        () -> {
          connection.settle();
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
                  connection.beat();
                  return true;
                })
            .isPresent();
  }

  /** The turn is over, which waits for nobody: the next one comes after it in any case. */
  void leaveQueue() {
    if (connection.isQueued() && isDeciding) {
      worker.then(connection::leaveQueue);
    }
    isDeciding = false;
  }

  /** When this node last had all there was, as an append has shown. */
  long currentNanos() {
    return connection.currentNanos();
  }

  @Override
  public void close() {
    connection.end();
    worker.close();
    connection.close();
  }
}
