package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How nodes hear of each other's appends before they look, by LISTEN and NOTIFY. A courtesy: where
 * the server refuses it, the session stays what it is, and the node looks more often. For the
 * thread that has the session; {@link #appended} is for any.
 */
final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final long TELL_NANOS = Duration.ofMillis(10).toNanos();
  private static final long PROOF_NANOS = Duration.ofSeconds(1).toNanos();

  /** What was refused is tried again after so long. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(5).toNanos();

  private final DeskSettings settings;

  /** Not so behind a pooler, which may lose what comes between two transactions. */
  private boolean listens;

  private boolean listening;
  private boolean deaf = true;

  /** When a notification was sent to this very session that has not come; 0 for none. */
  private long provingSince;

  /** Whether the server refused it when it was asked last, which was told. */
  private boolean refused;

  private long askedNanos = System.nanoTime();
  private volatile boolean owesWord;

  Notices(DeskSettings settings) {
    this.settings = settings;
  }

  /** This node appended: others are to hear of it soon. */
  void appended() {
    owesWord = true;
  }

  /** Whether other nodes' appends are heard of, as far as it is known. */
  boolean areHeard() {
    return !deaf;
  }

  /**
   * That is the session from now on.
   *
   * @throws SQLException where it is lost
   */
  void connected(Session on, boolean isPooled) throws SQLException {
    listens = settings.listens() && !isPooled;
    listening = false;
    deaf = !listens;
    provingSince = 0;
    if (listens) {
      ask(on);
    }
  }

  /**
   * Tells the others what they are owed, or tries what was refused again, when it is time.
   *
   * @throws SQLException where the session is lost
   */
  void tell(Session on, long now) throws SQLException {
    long since = now - askedNanos;
    boolean isDue = refused ? since > AGAIN_NANOS : owesWord && since > TELL_NANOS;
    if (settings.listens() && isDue) {
      ask(on);
    }
  }

  private void ask(Session on) throws SQLException {
    askedNanos = System.nanoTime();
    owesWord = false;
    boolean isToBeProved = listens && (refused || !listening);
    try {
      if (listens && !listening) {
        on.listen();
        listening = true;
      }
      on.tellOthers();
    } catch (SQLException e) {
      refused(e);
      return;
    }
    if (isToBeProved) {
      provingSince = askedNanos | 1;
    }
    if (refused) {
      refused = false;
      LOG.warn("{}: LISTEN and NOTIFY are not refused any more", settings.url());
    }
  }

  /** Each statement is a transaction of its own, so that the session is as it was. */
  private void refused(SQLException cause) throws SQLException {
    if (Failure.endsSession(cause)) {
      throw cause;
    }
    deaf = true;
    if (!refused) {
      refused = true;
      LOG.warn(
          "{}: LISTEN or NOTIFY is refused; other nodes' changes are looked for: {}",
          settings.url(),
          Failure.words(cause));
    }
  }

  /**
   * Whether somebody told of an append since the last look. Does not wait.
   *
   * @throws SQLException where the session is lost
   */
  boolean heard(Session on, long now) throws SQLException {
    boolean heard = settings.listens() && on.wasNotified();
    if (heard) {
      provingSince = 0;
      deaf = false;
    } else if (provingSince != 0 && now - provingSince > PROOF_NANOS) {
      provingSince = 0;
      deaf = true;
      LOG.warn(
          "{}: LISTEN does not work there; other nodes' changes are looked for", settings.url());
    }
    return heard;
  }
}
