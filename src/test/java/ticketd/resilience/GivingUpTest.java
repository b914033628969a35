package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.store.OpenStore;
import ticketd.store.StoreMessage;
import ticketd.store.StoreSettings;
import ticketd.store.TicketStore;
import ticketd.testing.StoreEnds;
import ticketd.ticket.Identity;
import ticketd.ticket.Principal;
import ticketd.ticket.TicketCommand;

/** When a store stops trying: after so many failures within so long a time, and not before. */
class GivingUpTest {
  private static final int MOST = 4;
  private static final StoreSettings IMPATIENT =
      new StoreSettings(
          Duration.ofSeconds(1),
          Duration.ofMillis(20),
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofMillis(5),
          MOST,
          Duration.ofMinutes(1));

  /** Waits so long between two failures that count that a test would not see a third of them. */
  private static final StoreSettings PATIENT =
      new StoreSettings(
          Duration.ofSeconds(1),
          Duration.ofMillis(20),
          Duration.ofMillis(1),
          Duration.ofMillis(5),
          Duration.ofHours(1),
          MOST,
          Duration.ofHours(10));

  @TempDir Path folder;
  private final FaultyFiles files = new FaultyFiles();
  private final StoreEnds ends = new StoreEnds();

  @Test
  void shouldGiveUpAfterSoManyFailuresWithinAMinute() {
    run(
        IMPATIENT,
        Clock.systemUTC(),
        store -> {
          await().until(() -> ends.givenUp() > 0);
          assertThat(files.faults()).isGreaterThanOrEqualTo(MOST);
        });
  }

  @Test
  void shouldGoOnTryingWhileThereAreFewerFailuresWithinAMinute() {
    AtomicLong seconds = new AtomicLong();
    Clock twentyOneSecondsEachLook =
        new Clock() {
          @Override
          public Instant instant() {
            return Instant.ofEpochSecond(seconds.addAndGet(21));
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return InstantSource.system().withZone(zone);
          }
        };
    run(
        IMPATIENT,
        twentyOneSecondsEachLook,
        store -> {
          await().until(() -> files.faults() > 2 * MOST);
          assertThat(ends.givenUp()).isZero();
        });
  }

  /** It looks again and again, whatever the failures were that count. */
  @Test
  void shouldStoreAgainSoonAfterAFaultThatLasted() {
    run(
        PATIENT,
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
        store -> {
          await().until(() -> files.faults() > 2 * MOST);
          files.fail(FaultyFiles.Fault.NONE);
          await().until(() -> file(store) instanceof Answer.Applied);
          assertThat(ends.givenUp()).isZero();
        });
  }

  private void run(StoreSettings settings, Clock clock, Consumer<ActorSystem<StoreMessage>> check) {
    JournalSettings journal =
        new JournalSettings(folder.resolve("tickets"), SyncMode.ALWAYS, Duration.ofSeconds(1));
    ActorSystem<StoreMessage> store =
        ActorSystem.create(
            TicketStore.create(OpenStore.open(journal, files), settings, clock, ends), "store");
    try {
      assertThat(file(store)).isInstanceOf(Answer.Applied.class);
      files.fail(FaultyFiles.Fault.FORCE);
      assertThat(file(store)).isInstanceOf(Answer.InDoubt.class);
      check.accept(store);
    } finally {
      files.fail(FaultyFiles.Fault.NONE);
      store.terminate();
      assertThat(store.getWhenTerminated()).succeedsWithin(PATIENCE);
    }
  }

  private static Answer file(ActorSystem<StoreMessage> store) {
    Change change =
        new Change(
            new Principal.Claimed(Identity.of("Jules").orElseThrow()),
            TicketCommand.File.of("x", ""),
            Optional.empty());
    return AskPattern.<StoreMessage, Answers>ask(
            store,
            replyTo -> new StoreMessage.Changes(List.of(change), replyTo),
            PATIENCE,
            store.scheduler())
        .toCompletableFuture()
        .join()
        .answers()
        .get(0);
  }
}
