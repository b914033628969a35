package ticketd.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.BatchWriter;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.Replica;
import ticketd.journal.SharedLog;
import ticketd.journal.SyncMode;
import ticketd.journal.Turn;

/**
 * The one order of a desk in PostgreSQL. Nobody needs a lock: a batch is appended by one statement
 * that stores it only where the order still ends where it was decided. Nodes that append at the
 * same time queue up, which is {@link Courtesy}.
 *
 * <p>Appends have a connection and a thread of their own ({@link Appends}), and so have the
 * questions of reads and the ear for what other nodes append ({@link Ear}).
 */
public final class PgLog implements SharedLog {
  private static final Logger LOG = LoggerFactory.getLogger(PgLog.class);

  private static final int MOST_NODES_OF_A_HOST = 16;
  private static final Duration HURRIED_LAG = Duration.ofSeconds(5);

  private final DeskSettings settings;
  private final DeskFile file;
  private final Eras eras;
  private final Appends appends;
  private final Ear ear;
  private final Lookout lookout;

  private volatile BooleanSupplier hurries = () -> false;

  /** Something failed in a turn, and {@link #reopen} has not followed. */
  private volatile boolean failed;

  private PgLog(
      DeskSettings settings, DeskFile file, Eras eras, Appends appends, Ear ear, Lookout lookout) {
    this.settings = settings;
    this.file = file;
    this.eras = eras;
    this.appends = appends;
    this.ear = ear;
    this.lookout = lookout;
  }

  /**
   * Connects, and opens this node's copy, which may be behind.
   *
   * @throws JournalException UNREACHABLE when no primary answers; IO saying what to do when the
   *     database has no such desk; LOCK_TIMEOUT when another process uses the copy
   */
  public static PgLog open(DeskSettings settings, JournalListener journal, DeskListener listener) {
    Hosts first = new Hosts(settings);
    Schema.Desk desk = find(settings, first);
    DeskFile file = openFile(settings, desk, journal);
    Eras eras = new Eras(file, settings);
    Hosts hosts = first.without(eras::isPast);
    Appends appends = new Appends(settings, hosts, desk.number(), file, eras, listener);
    Ear ear = new Ear(settings, hosts, desk.number(), file, eras, appends, listener);
    Lookout lookout = new Lookout(hosts, eras, appends);
    PgLog log = new PgLog(settings, file, eras, appends, ear, lookout);
    try {
      appends.connectFirst();
      ear.start();
      lookout.start();
      return log;
    } catch (JournalException e) {
      log.close();
      if (e.kind() == JournalException.Kind.DIVERGED) {
        LOG.warn("kept as {}, and copied anew", DeskFile.putAside(file.file(), file.seq()));
        return open(settings, journal, listener);
      }
      throw e;
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
  }

  private static Schema.Desk find(DeskSettings settings, Hosts hosts) {
    try (Hosts.Primary primary = hosts.firstPrimary()) {
      Connection connection = primary.connection();
      boolean isSilent = !primary.insight().isOfItsHistory();
      if (isSilent && !settings.isLossless() && !settings.visits()) {
        LOG.warn(
            "{} does not tell when a standby was promoted; where one was that may have lacked"
                + " something, run: ticketd store new-generation",
            settings.url());
      }
      Optional<String> problem = Schema.problem(connection);
      if (problem.isPresent()) {
        throw refused(settings, problem.get());
      }
      Schema.Desk desk =
          Schema.find(connection, settings.desk())
              .orElseThrow(
                  () ->
                      refused(
                          settings,
                          "the database has no desk '"
                              + settings.desk()
                              + "'; run: ticketd store create"));
      if (desk.format() > Schema.FORMAT) {
        throw new JournalException(
            JournalException.Kind.NEWER_FORMAT,
            settings.replica(),
            "the desk is of format " + desk.format() + ", this program knows " + Schema.FORMAT);
      }
      return desk;
    } catch (SQLException e) {
      throw JournalException.elsewhere(
          JournalException.Kind.UNREACHABLE, settings.url().toString(), Failure.words(e), e);
    }
  }

  private static JournalException refused(DeskSettings settings, String why) {
    return JournalException.elsewhere(
        JournalException.Kind.IO, settings.url().toString(), why, null);
  }

  /** The named one, or, where another node of this host has it, the next that nobody has. */
  private static DeskFile openFile(
      DeskSettings settings, Schema.Desk desk, JournalListener journal) {
    for (int n = 1; ; n++) {
      Path file =
          n == 1
              ? settings.replica()
              : settings.replica().resolveSibling(settings.replica().getFileName() + "." + n);
      try {
        return DeskFile.open(desk.copyIn(file), journal);
      } catch (JournalException e) {
        boolean taken =
            e.kind() == JournalException.Kind.LOCK_TIMEOUT
                || e.kind() == JournalException.Kind.ALREADY_OPEN;
        if (!taken || n == MOST_NODES_OF_A_HOST) {
          throw e;
        }
      }
    }
  }

  private final class Attempt implements Turn {
    private Optional<BatchWriter> batch = Optional.empty();

    @Override
    public BatchWriter batch() {
      BatchWriter begun = file.newBatch();
      batch = Optional.of(begun);
      return begun;
    }

    @Override
    public boolean waits() {
      return true;
    }

    @Override
    public Outcome append() {
      BatchWriter decided = batch.orElseThrow();
      decided.seal();
      try {
        return decided.isEmpty() ? confirm(decided) : store(decided);
      } catch (JournalException e) {
        failed = e.kind() != JournalException.Kind.FULL;
        throw e;
      }
    }

    /** What stores nothing was decided on the end, or it is decided again. */
    private Outcome confirm(BatchWriter decided) {
      return appends.isEnd(decided.nextSeq() - 1, decided.follows())
          ? Outcome.STORED
          : Outcome.BEHIND;
    }

    private Outcome store(BatchWriter decided) {
      if (!appends.append(decided)) {
        return Outcome.BEHIND;
      }
      if (!file.publish(decided)) {
        LOG.error("{}: no room for what is committed: reads wait for some", file.file());
      }
      ear.appended();
      return Outcome.STORED;
    }

    @Override
    public void close() {
      appends.leaveQueue();
    }
  }

  @Override
  public Replica replica() {
    return file.replica();
  }

  @Override
  public boolean isCurrent() {
    return settings.reads() == DeskSettings.Reads.NODE && isYoung(ear.sinceLastWord());
  }

  private boolean isYoung(Duration word) {
    return word.compareTo(settings.maxLag()) < 0
        && (word.compareTo(HURRIED_LAG) < 0 || !hurries.getAsBoolean());
  }

  @Override
  public void hurryWhile(BooleanSupplier closed) {
    hurries = closed;
  }

  @Override
  public void awaitCurrent() {
    ear.awaitCurrent();
  }

  @Override
  public Optional<Turn> tryTurn() {
    return Optional.empty();
  }

  @Override
  public Turn turn() {
    if (failed) {
      throw JournalException.elsewhere(
          JournalException.Kind.UNREACHABLE,
          place(),
          "failed before and is not connected again yet",
          null);
    }
    try {
      appends.prepare();
    } catch (JournalException e) {
      failed = e.kind() != JournalException.Kind.FULL;
      throw e;
    }
    return new Attempt();
  }

  /** A desk's format is raised by its owner, once every node knows it. */
  @Override
  public boolean takesNewKinds() {
    return eras.format() >= Schema.NEW_KINDS;
  }

  @Override
  public SyncMode syncMode() {
    return SyncMode.OS;
  }

  @Override
  public boolean isVolatile() {
    return false;
  }

  @Override
  public void sync() {
    // What is committed there is as durable as the database makes it; the copy can be made again.
  }

  @Override
  public void reopen() {
    appends.settle();
    failed = false;
  }

  @Override
  public boolean isElsewhere() {
    return true;
  }

  @Override
  public void whenOver(Consumer<JournalException> told) {
    ear.whenOver(told);
  }

  @Override
  public String place() {
    return settings.url().toString();
  }

  @Override
  public String durability() {
    return "postgres";
  }

  @Override
  public Instant now(Instant here, Instant newest) {
    Instant there = here.plusMillis(ear.skewMillis());
    return there.isBefore(newest) ? newest : there;
  }

  /** How long since the database said where the order ends. */
  public Duration sinceLastWord() {
    return ear.sinceLastWord();
  }

  @Override
  public void close() {
    lookout.close();
    ear.close();
    appends.close();
    file.close();
  }
}
