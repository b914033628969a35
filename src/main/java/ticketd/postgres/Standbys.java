package ticketd.postgres;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks, as far as the node's rights reach, whether a promotion could lose what is acknowledged,
 * and tells the log where that changes. For one thread at a time.
 */
final class Standbys {
  private static final Logger LOG = LoggerFactory.getLogger(Standbys.class);
  private static final long INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final String place;
  private final boolean isLossless;
  private Optional<String> told = Optional.empty();
  private boolean isDue = true;
  private long lookedNanos;

  /**
   * @param place where the order is, for people
   * @param isLossless whether somebody said that a promoted standby has all that was acknowledged
   */
  Standbys(String place, boolean isLossless) {
    this.place = place;
    this.isLossless = isLossless;
  }

  /**
   * How a server's standbys are, by its own word.
   *
   * @param synchronous which of them commits wait for, as it is set; empty: for none
   * @param asynchronous the names of those that no commit waits for; empty where there is none
   * @param unknown how many there are that the node may not be told more of
   */
  record Seen(String synchronous, String asynchronous, int unknown) {
    /** Why a promotion could lose something, if it could. */
    Optional<String> risk(boolean isLossless) {
      if (!synchronous.isEmpty()) {
        return asynchronous.isEmpty() ? Optional.empty() : Optional.of(ofThese());
      } else if (isLossless) {
        return Optional.of(
            "failover = lossless, and synchronous_standby_names is empty there: a promotion can"
                + " lose acknowledged changes, and nobody would be told");
      } else if (!asynchronous.isEmpty()) {
        return Optional.of(ofThese());
      }
      return unknown > 0
          ? Optional.of(
              "no commit waits for a standby: to promote one can lose acknowledged changes")
          : Optional.empty();
    }

    private String ofThese() {
      return "no commit waits for "
          + asynchronous
          + ": to promote one can lose acknowledged changes";
    }
  }

  /** Another server may answer from now on. */
  void connected() {
    isDue = true;
  }

  /** Looks, where it was connected anew or some seconds have passed. */
  void look(Session on) throws SQLException {
    long now = System.nanoTime();
    if (isDue || now - lookedNanos > INTERVAL_NANOS) {
      isDue = false;
      lookedNanos = now;
      on.standbys().ifPresent(seen -> tell(seen.risk(isLossless)));
    }
  }

  private void tell(Optional<String> risk) {
    if (!risk.equals(told)) {
      LOG.warn(
          "{}: {}", place, risk.orElse("as far as it can be seen, no promotion can lose anything"));
      told = risk;
    }
  }
}
