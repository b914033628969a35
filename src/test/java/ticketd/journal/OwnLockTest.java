package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The writer's lock where another thread of the same process wants it, too. */
class OwnLockTest {
  @TempDir private Path directory;

  @Test
  void shouldWaitForATurnOfThisProcessAsForAnothers() {
    JournalSettings settings =
        new JournalSettings(directory.resolve("store"), SyncMode.INTERVAL, Duration.ZERO);
    try (Journal journal = Journal.open(settings)) {
      Scribe.fileAs(journal, 1, "before");
      journal.lock();
      assertThat(journal.tryLock()).isFalse();
      assertThat(catchThrowableOfType(JournalException.class, journal::lock).kind())
          .isEqualTo(JournalException.Kind.LOCK_TIMEOUT);
      // As the keeper does it while the store's turn takes long.
      assertThat(catchThrowableOfType(JournalException.class, journal::reopen).kind())
          .isEqualTo(JournalException.Kind.LOCK_TIMEOUT);
      journal.unlock();
      journal.reopen();
      Scribe.fileAs(journal, 2, "after");
    }
    assertThat(StoreCheck.run(directory.resolve("store")).tickets()).isEqualTo(2);
  }
}
