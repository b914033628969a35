package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import ticketd.journal.JournalException;

class TroublesTest {
  private static final Path FILE = Path.of("tickets");
  private final JournalException full = cause(JournalException.Kind.FULL);
  private final JournalException replaced = cause(JournalException.Kind.REPLACED);
  private final JournalException io = cause(JournalException.Kind.IO);
  private static final String STORED_AGAIN = "WARN tickets: changes are stored again";
  private static final String HELD =
      "WARN tickets: another process holds the lock; changes are refused meanwhile";

  /** Soon beyond what a long holds, as it may be. */
  private long nanos = Long.MAX_VALUE - 1;

  private final ListAppender<ILoggingEvent> told = new ListAppender<>();
  private final Troubles troubles = troubles();
  private Instant now = Instant.EPOCH;

  private static JournalException cause(JournalException.Kind kind) {
    return new JournalException(kind, FILE, kind.name());
  }

  private Troubles troubles() {
    told.start();
    Logger log = new LoggerContext().getLogger("store");
    log.addAppender(told);
    return new Troubles(
        log,
        FILE,
        new Failures(StoreSettings.withSyncInterval(Duration.ofSeconds(1))),
        StoreMeter.none(),
        () -> nanos);
  }

  private List<String> lines() {
    List<String> lines =
        told.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
    told.list.clear();
    return lines;
  }

  private static String refused(JournalException cause) {
    return "ERROR changes are refused: " + cause.getMessage();
  }

  @Test
  void shouldTellWhyChangesAreRefusedOnceAndWhenTheyAreStoredAgain() {
    troubles.stored(1);
    assertThat(lines()).isEmpty();
    troubles.refused(full);
    troubles.refused(full);
    assertThat(lines()).containsExactly(refused(full));
    troubles.refused(replaced);
    assertThat(lines()).containsExactly(refused(replaced));
    troubles.stored(1);
    troubles.stored(1);
    assertThat(lines()).containsExactly(STORED_AGAIN);
    troubles.refused(replaced);
    assertThat(lines()).containsExactly(refused(replaced));
  }

  @Test
  void shouldTakeTheStorageForFullUntilItStoresOrAWhileHasPassed() {
    assertThat(troubles.lacksSpace()).isFalse();
    troubles.refused(full);
    assertThat(troubles.lacksSpace()).isTrue();
    nanos += Duration.ofSeconds(4).toNanos();
    assertThat(troubles.lacksSpace()).isTrue();
    nanos += Duration.ofSeconds(1).toNanos();
    assertThat(troubles.lacksSpace()).isFalse();
    troubles.refused(full);
    assertThat(troubles.lacksSpace()).isTrue();
    troubles.stored(1);
    assertThat(troubles.lacksSpace()).isFalse();
    troubles.refused(replaced);
    assertThat(troubles.lacksSpace()).isFalse();
  }

  @Test
  void shouldTellOnceAWaitThatAnotherHoldsTheLock() {
    assertThat(troubles.isLockHeldElsewhere()).isFalse();
    troubles.lockHeldElsewhere();
    troubles.lockHeldElsewhere();
    assertThat(troubles.isLockHeldElsewhere()).isTrue();
    assertThat(lines()).containsExactly(HELD);
    troubles.lockWaitOver();
    assertThat(troubles.isLockHeldElsewhere()).isFalse();
    troubles.lockHeldElsewhere();
    assertThat(lines()).containsExactly(HELD);
  }

  @Test
  void shouldTellTheFailuresThatCountAndTheEndOfOneThatWasTold() {
    troubles.reopened();
    assertThat(lines()).isEmpty();
    assertThat(troubles.failed(io, now)).isFalse();
    assertThat(troubles.failed(io, now.plusMillis(1))).isFalse();
    assertThat(lines()).containsExactly("ERROR journal: " + io.getMessage());
    troubles.reopened();
    troubles.reopened();
    assertThat(lines()).containsExactly("WARN tickets: open again");
    // One that does not count has no end to be told, either.
    troubles.failed(io, now.plusMillis(2));
    troubles.reopened();
    assertThat(lines()).isEmpty();
  }

  @Test
  void shouldKnowWhenFailuresAreTooMany() {
    int counted = 0;
    while (!troubles.failed(io, now)) {
      counted += lines().size();
      now = now.plusMillis(100);
      assertThat(now).isBefore(Instant.EPOCH.plusSeconds(60));
    }
    assertThat(counted).isEqualTo(9);
  }
}
