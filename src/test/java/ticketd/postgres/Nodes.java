package ticketd.postgres;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import ticketd.journal.JournalListener;
import ticketd.testing.Waiting;

/** Makes nodes' logs as the tests want them. */
final class Nodes {
  private Nodes() {}

  static DeskSettings settings(String url, Path replica) {
    return new DeskSettings(
        DeskUrl.parse(url),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        replica,
        DeskSettings.Reads.CURRENT,
        Duration.ofSeconds(5),
        DeskSettings.Failover.NEW_GENERATION,
        true,
        Duration.ofSeconds(1),
        Waiting.PATIENCE,
        true);
  }

  static DeskSettings settings(
      String url, Path replica, DeskSettings.Failover failover, Duration lockTimeout) {
    DeskSettings usual = settings(url, replica);
    return new DeskSettings(
        usual.url(),
        usual.user(),
        usual.passwordFile(),
        usual.rootCertificate(),
        usual.replica(),
        usual.reads(),
        usual.maxLag(),
        failover,
        usual.listens(),
        usual.pollInterval(),
        lockTimeout,
        usual.raisesCommit());
  }

  static PgLog open(DeskSettings settings) {
    return open(settings, DeskListener.none());
  }

  static PgLog open(DeskSettings settings, DeskListener listener) {
    return PgLog.open(settings, JournalListener.none(), listener);
  }
}
