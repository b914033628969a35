package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.door.SignedIn;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.RunningStore;

class AccountWatchTest {
  @TempDir Path folder;

  @Test
  void shouldGoOnLookingWhenALookFails() {
    SignedIn signedIn = new SignedIn();
    AtomicInteger looks = new AtomicInteger();
    signedIn.add(
        () -> {
          if (looks.incrementAndGet() <= 2) {
            throw new IllegalStateException("planted");
          }
        });
    FileLog log =
        FileLog.open(
            new JournalSettings(folder.resolve("tickets"), SyncMode.OS, PATIENCE),
            FileAccess.system());
    try (RunningStore store = new RunningStore(log)) {
      ActorSystem<AccountWatch.Message> watch =
          ActorSystem.create(AccountWatch.create(store.desk(), signedIn), "accounts");
      try {
        await().until(() -> looks.get() >= 4);
      } finally {
        watch.terminate();
        assertThat(watch.getWhenTerminated().toCompletableFuture()).succeedsWithin(PATIENCE);
      }
    }
  }
}
