package ticketd.postgres;

import static java.util.stream.Collectors.joining;

import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
   * @param asynchronous the names of those that no commit waits for, as things are; empty where
   *     there is none
   * @param unknown how many there are that the node may not be told more of
   */
  record Seen(String synchronous, String asynchronous, int unknown) {
    /** {@code ANY 1 (db2, db3)}, by the server's own grammar. */
    private static final Pattern ANY =
        Pattern.compile("\\s*ANY\\s+(\\d+)\\s*\\((.*)\\)\\s*", Pattern.CASE_INSENSITIVE);

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");

    /** Why a promotion could lose something, if it could. */
    Optional<String> risk(boolean isLossless) {
      if (synchronous.isEmpty() && isLossless) {
        return Optional.of(
            "failover = lossless, and synchronous_standby_names is empty there: a promotion can"
                + " lose acknowledged changes, and nobody would be told");
      }
      String risks =
          Stream.of(ofAnyOfThem(), ofThese()).flatMap(Optional::stream).collect(joining("; "));
      if (risks.isEmpty() && synchronous.isEmpty() && unknown > 0) {
        return Optional.of(
            "no commit waits for a standby: to promote one can lose acknowledged changes");
      }
      return Optional.of(risks).filter(some -> !some.isEmpty());
    }

    private Optional<String> ofThese() {
      return asynchronous.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "no commit waits for "
                  + asynchronous
                  + ": to promote one can lose acknowledged changes");
    }

    /** Where not all that are listed are waited for, each of them may lack what another has. */
    private Optional<String> ofAnyOfThem() {
      Matcher any = ANY.matcher(synchronous);
      if (!any.matches() || waitsForAll(any.group(1), any.group(2))) {
        return Optional.empty();
      }
      return Optional.of(
          "commits wait for "
              + any.group(1)
              + " of "
              + any.group(2).strip()
              + ": promote only the one of them that is furthest ahead"
              + " (pg_last_wal_receive_lsn()), another can lose acknowledged changes");
    }

    private static boolean waitsForAll(String number, String names) {
      String plain = QUOTED.matcher(names).replaceAll("quoted");
      long listed = 1 + plain.chars().filter(it -> it == ',').count();
      return !plain.contains("*")
          && new BigInteger(number).compareTo(BigInteger.valueOf(listed)) >= 0;
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
