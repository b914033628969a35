package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;

/**
 * The connection by which this node asks where the order ends, hears of other nodes' appends and
 * tells of its own. A read's question is asked in the thread that has it; the rest is done by a
 * thread of its own.
 */
final class Ear implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ear.class);
  private static final long TICK_NANOS = Duration.ofMillis(5).toNanos();

  /** Where nobody is heard, as behind a pooler that gives each transaction another session. */
  private static final long DEAF_POLL_NANOS = Duration.ofMillis(25).toNanos();

  private static final long REST_NANOS = Duration.ofMillis(25).toNanos();
  private static final long RETRY_NANOS = Duration.ofMillis(250).toNanos();

  private static final long SILENCE_NANOS = Duration.ofSeconds(1).toNanos();

  /** A primary that was cut off, and does not know, is believed no longer. */
  private static final Duration TRUST = Duration.ofSeconds(3);

  private final DeskSettings settings;
  private final Hosts hosts;
  private final int desk;
  private final DeskFile file;
  private final Eras eras;
  private final Appends appends;
  private final DeskListener listener;
  private final Standbys standbys;
  private final Notices notices;
  private final Thread thread;

  private final ReentrantLock using = new ReentrantLock();
  private Optional<Session> session = Optional.empty();
  private long failedNanos = System.nanoTime() - RETRY_NANOS;
  private long restedSince = failedNanos;
  private boolean connectedBefore;

  /** Whether the last look of this node's own had no answer that it may believe. */
  private boolean failedBefore;

  /** Whether it was told that the database does not answer. */
  private boolean away;

  /** What could not be copied when it was looked at last, which was told; empty for nothing. */
  private String uncopied = "";

  private long lookedNanos = System.nanoTime();
  private volatile long wordNanos = System.nanoTime();
  private final ClockSkew skew = new ClockSkew();
  private volatile boolean closed;
  private volatile Consumer<JournalException> over = cause -> {};

  Ear(
      DeskSettings settings,
      Hosts hosts,
      int desk,
      DeskFile file,
      Eras eras,
      Appends appends,
      DeskListener listener) {
    this.settings = settings;
    this.hosts = hosts;
    this.desk = desk;
    this.file = file;
    this.eras = eras;
    this.appends = appends;
    this.listener = listener;
    this.standbys = new Standbys(settings.url().toString(), settings.isLossless());
    this.notices = new Notices(settings);
    this.thread = new Thread(this::listen, "ticketd-desk-ear");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  void whenOver(Consumer<JournalException> told) {
    over = told;
  }

  /** This node appended: others are to hear of it soon. */
  void appended() {
    notices.appended();
  }

  Duration sinceLastWord() {
    return Duration.ofNanos(System.nanoTime() - Math.max(wordNanos, appends.currentNanos()));
  }

  long skewMillis() {
    return skew.millis();
  }

  /**
   * Afterwards the copy shows all that was committed before the call.
   *
   * @throws JournalException UNREACHABLE when that cannot be known; FULL or IO when there is no
   *     room for it
   */
  void awaitCurrent() {
    using.lock();
    try {
      if (session.isEmpty() && System.nanoTime() - failedNanos < RETRY_NANOS) {
        throw unreachable("not connected", null);
      }
      lookTwice();
    } catch (SQLException e) {
      drop();
      failedNanos = System.nanoTime();
      isAway(e);
      throw unreachable(Failure.words(e), e);
    } finally {
      using.unlock();
    }
  }

  /** A server that was started anew answers on another connection; not so one that is silent. */
  private void lookTwice() throws SQLException {
    long began = System.nanoTime();
    try {
      look();
    } catch (SQLException e) {
      drop();
      if (System.nanoTime() - began > SILENCE_NANOS) {
        throw e;
      }
      look();
    }
  }

  /** Told once, however often it is met. */
  private void isAway(SQLException why) {
    if (!away) {
      away = true;
      LOG.warn("{} does not answer: {}", settings.url(), Failure.words(why));
    }
  }

  private void isUncopied(String why) {
    if (!uncopied.equals(why)) {
      uncopied = why;
      LOG.error("{}", why);
    }
  }

  private JournalException unreachable(
      String what, @org.jspecify.annotations.Nullable Exception cause) {
    return JournalException.elsewhere(
        JournalException.Kind.UNREACHABLE, settings.url().toString(), what, cause);
  }

  private void look() throws SQLException {
    Session on = connected();
    long began = System.nanoTime();
    Eras.Held held = eras.hold();
    End end = on.end();
    long took = System.nanoTime() - began;
    long here = System.currentTimeMillis();
    boolean ordinary =
        eras.isKnown(end, held)
            && (end.seq() > held.seq() || (end.seq() == held.seq() && end.chain() == held.chain()));
    if (ordinary && skew.heard(end.atMillis(), here, took)) {
      listener.skew(skew.millis());
    }
    if (!ordinary) {
      // What it means is found out, and acted on, where appends are made.
      appends.settle();
      held = eras.hold();
      end = on.end();
      if (!eras.isKnown(end, held)) {
        throw new SQLException("the server is another than the one that appends go to", "08006");
      }
    }
    eras.seen(end);
    // This host may have stood still, and nothing be wrong there.
    boolean isLate = appends.sinceConfirmed().compareTo(TRUST) > 0;
    if (isLate && (!appends.confirm() || appends.sinceConfirmed().compareTo(TRUST) > 0)) {
      throw new SQLException(
          "no write was confirmed for 3 s: it may be primary no longer", "08006");
    }
    listener.asked(took);
    copy(on, end);
    uncopied = "";
    wordNanos = began;
    lookedNanos = began;
    failedBefore = false;
    if (away) {
      away = false;
      LOG.warn("{} answers again", settings.url());
    }
  }

  private void copy(Session on, End end) throws SQLException {
    try {
      CatchUp.copy(on, file, end.seq());
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.DIVERGED) {
        // What that means for the desk is for the one who appends to say.
        appends.settle();
      }
      throw e;
    }
  }

  private Session connected() throws SQLException {
    Optional<DeskUrl.Host> host = appends.host();
    if (session.isPresent() && (host.isEmpty() || host.get().equals(session.get().host()))) {
      return session.get();
    }
    drop();
    try {
      Hosts.Primary primary =
          host.isPresent()
              ? hosts
                  .connect(host.get())
                  .orElseThrow(() -> new SQLException("it takes no writes", "25006"))
              : hosts.primaryInTime();
      Session opened = Session.over(primary, desk);
      session = Optional.of(opened);
      notices.connected(opened, primary.isPooled());
      standbys.connected();
      listener.connected(connectedBefore);
      connectedBefore = true;
      return opened;
    } catch (SQLException e) {
      failedNanos = System.nanoTime();
      throw e;
    }
  }

  private void drop() {
    session.ifPresent(Session::close);
    session = Optional.empty();
  }

  // Its own thread

  private void listen() {
    while (!closed) {
      LockSupport.parkNanos(TICK_NANOS);
      if (using.tryLock()) {
        try {
          tick();
        } finally {
          using.unlock();
        }
      }
    }
  }

  private void tick() {
    long now = System.nanoTime();
    try {
      if (now - restedSince < REST_NANOS || now - failedNanos < RETRY_NANOS) {
        return;
      }
      if (session.isPresent()) {
        notices.tell(session.get(), now);
      }
      if (session.isEmpty() || isDue(now)) {
        look();
      }
      if (session.isPresent()) {
        standbys.look(session.get());
      }
    } catch (SQLException e) {
      // A server that was started anew answers on another connection.
      if (session.isEmpty() || failedBefore) {
        isAway(e);
      }
      failedBefore = true;
      drop();
      restedSince = now;
    } catch (JournalException e) {
      // Reads and changes meet it themselves, and answer for it; but there may be none.
      restedSince = now;
      if (e.isTheEnd()) {
        over.accept(e);
      } else {
        isUncopied(String.valueOf(e.getMessage()));
      }
    } catch (RuntimeException e) {
      // Nobody else hears of other nodes' changes.
      LOG.error("{} goes on after what it did not expect", thread.getName(), e);
      drop();
      restedSince = now;
    } catch (Error e) {
      drop();
      restedSince = now;
      Worker.tellFatal(e);
    }
  }

  private boolean isDue(long now) throws SQLException {
    long interval = notices.areHeard() ? settings.pollInterval().toNanos() : DEAF_POLL_NANOS;
    if (now - lookedNanos > interval) {
      return true;
    }
    if (now - Math.max(lookedNanos, appends.currentNanos()) <= TICK_NANOS) {
      // It is known what a notification would tell; for one the driver waits a millisecond, and
      // reads with it.
      return false;
    }
    return session.isPresent() && notices.heard(session.get(), now);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(Duration.ofSeconds(1).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    using.lock();
    try {
      session.ifPresent(Session::close);
      session = Optional.empty();
    } finally {
      using.unlock();
    }
  }
}
