package ticketd.server;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.door.SignedIn;
import ticketd.journal.FileAccess;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.OpenStore;
import ticketd.store.StoreDesk;
import ticketd.store.StoreMessage;
import ticketd.store.StoreSettings;
import ticketd.store.TicketStore;
import ticketd.testing.StoreEnds;

class AccountWatchTest {
  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // every test begins with open
  private OpenStore opened;

  @SuppressWarnings("NullAway.Init") // every test begins with open
  private ActorSystem<StoreMessage> store;

  @BeforeEach
  void open() {
    opened =
        OpenStore.open(
            new JournalSettings(folder.resolve("tickets"), SyncMode.OS, PATIENCE),
            FileAccess.system());
    store =
        ActorSystem.create(
            TicketStore.create(
                opened,
                StoreSettings.withSyncInterval(Duration.ofSeconds(1)),
                Clock.systemUTC(),
                new StoreEnds()),
            "store",
            ConfigFactory.load());
  }

  @AfterEach
  void close() {
    store.terminate();
    assertThat(store.getWhenTerminated().toCompletableFuture()).succeedsWithin(PATIENCE);
  }

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
    store.systemActorOf(
        AccountWatch.create(new StoreDesk(store, opened), signedIn), "accounts", Props.empty());
    await().until(() -> looks.get() >= 4);
  }
}
