package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.testing.Waiting;

/** Makes nodes' logs as the tests want them. */
public final class Nodes {
  private Nodes() {}

  /** As delivered, but for a patience that a busy machine needs. */
  public static DeskSettings settings(String url, Path replica) {
    return settings(url, replica, DeskSettings.Failover.NEW_GENERATION, Waiting.PATIENCE);
  }

  static DeskSettings settings(
      String url, Path replica, DeskSettings.Failover failover, Duration lockTimeout) {
    return settings(
        url,
        replica,
        DeskSettings.Reads.CURRENT,
        Duration.ofSeconds(5),
        Optional.of(failover),
        true,
        lockTimeout);
  }

  /** One that hears of no other, and tells none. */
  static DeskSettings deaf(String url, Path replica) {
    return settings(
        url,
        replica,
        DeskSettings.Reads.CURRENT,
        Duration.ofSeconds(5),
        Optional.of(DeskSettings.Failover.NEW_GENERATION),
        false,
        Waiting.PATIENCE);
  }

  static DeskSettings sayingNothingOfFailover(String url, Path replica) {
    return settings(
        url,
        replica,
        DeskSettings.Reads.CURRENT,
        Duration.ofSeconds(5),
        Optional.empty(),
        true,
        Waiting.PATIENCE);
  }

  /** One that serves its own copy for so long. */
  static DeskSettings readingAtTheNode(
      String url, Path replica, Duration maxLag, Duration lockTimeout) {
    return settings(
        url,
        replica,
        DeskSettings.Reads.NODE,
        maxLag,
        Optional.of(DeskSettings.Failover.NEW_GENERATION),
        true,
        lockTimeout);
  }

  static DeskSettings withPassword(String url, Path replica, Path passwordFile) {
    return with(settings(url, replica), Optional.of(passwordFile), Optional.empty());
  }

  /** One that trusts a server whose certificate is signed by an authority in that file. */
  static DeskSettings trusting(String url, Path replica, Path rootCertificate) {
    return with(
        settings(url + "?sslmode=verify-full", replica),
        Optional.empty(),
        Optional.of(rootCertificate));
  }

  private static DeskSettings with(
      DeskSettings usual, Optional<Path> passwordFile, Optional<Path> rootCertificate) {
    return new DeskSettings(
        usual.url(),
        usual.user(),
        passwordFile,
        rootCertificate,
        usual.replica(),
        usual.reads(),
        usual.maxLag(),
        usual.failover(),
        usual.listens(),
        usual.pollInterval(),
        usual.lockTimeout(),
        usual.raisesCommit(),
        usual.visits());
  }

  private static DeskSettings settings(
      String url,
      Path replica,
      DeskSettings.Reads reads,
      Duration maxLag,
      Optional<DeskSettings.Failover> failover,
      boolean listens,
      Duration lockTimeout) {
    return new DeskSettings(
        DeskUrl.parse(url),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        replica,
        reads,
        maxLag,
        failover,
        listens,
        Duration.ofSeconds(1),
        lockTimeout,
        true,
        false);
  }

  static PgLog open(DeskSettings settings) {
    return open(settings, DeskListener.none());
  }

  static PgLog open(DeskSettings settings, DeskListener listener) {
    return PgLog.open(settings, JournalListener.none(), listener);
  }

  /** The database lacks what the node knows, and the node finds out. */
  static void assertDiverges(PgLog log) {
    assertThatThrownBy(log::awaitCurrent)
        .isInstanceOfSatisfying(
            JournalException.class,
            e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.DIVERGED));
  }
}
