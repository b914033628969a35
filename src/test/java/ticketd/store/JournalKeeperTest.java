package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.FileLog;
import ticketd.journal.JournalException;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;

class JournalKeeperTest {
  @TempDir private Path directory;
  private final BlockingQueue<StoreMessage> reports = new LinkedBlockingQueue<>();

  private <T extends StoreMessage> T next(Class<T> type) throws InterruptedException {
    StoreMessage report = reports.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(report).isInstanceOf(type);
    return type.cast(report);
  }

  /** Nobody waits for it any more, and its lock would be in the way of those who do. */
  @Test
  void shouldBeginNoTurnThatWasWantedBeforeTheJournalFailed() throws Exception {
    Path file = directory.resolve("store");
    FileLog log =
        FileLog.open(new JournalSettings(file, SyncMode.INTERVAL, Duration.ofSeconds(10)));
    ActorSystem<StoreMessage> store =
        ActorSystem.create(
            Behaviors.receiveMessage(
                report -> {
                  reports.add(report);
                  return Behaviors.same();
                }),
            "store",
            ConfigFactory.load());
    try {
      ActorRef<JournalKeeper.Task> keeper =
          store.systemActorOf(
              Behaviors.supervise(JournalKeeper.create(log, store, Runnable::run))
                  .onFailure(
                      JournalException.class,
                      SupervisorStrategy.restartWithBackoff(
                          Duration.ofMillis(10), Duration.ofMillis(10), 0)),
              "journal",
              Props.empty());
      JournalKeeper.Fail fail =
          new JournalKeeper.Fail(
              new JournalException(JournalException.Kind.SYNC_FAILED, file, "a force failed"));
      keeper.tell(fail);
      keeper.tell(JournalKeeper.BeginTurn.INSTANCE);
      next(JournalReport.Failed.class);
      next(JournalReport.Reopened.class);
      keeper.tell(JournalKeeper.BeginTurn.INSTANCE);
      next(JournalReport.TurnBegun.class).turn().close();
      keeper.tell(fail);
      next(JournalReport.Failed.class);
    } finally {
      store.terminate();
      assertThat(store.getWhenTerminated().toCompletableFuture())
          .succeedsWithin(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
