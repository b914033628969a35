package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.desk.Current;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.testing.StoreEnds;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketCommand;

/** Nothing is answered or shown before it is durable, a repeat of it neither. */
class DurableAnswersTest {
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final TicketCommand FILING = TicketCommand.File.of("a", "b");

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void shouldAnswerARepeatOnlyWhenTheFirstIsDurable() throws Exception {
    HeldFiles files = new HeldFiles();
    JournalSettings settings =
        new JournalSettings(folder.resolve("tickets"), SyncMode.ALWAYS, Duration.ofSeconds(2));
    OpenStore opened = OpenStore.over(FileLog.open(settings, files.access()));
    TicketReader reader = opened.reader();
    ActorSystem<StoreMessage> store =
        ActorSystem.create(
            TicketStore.create(
                opened,
                StoreSettings.withSyncInterval(Duration.ofSeconds(1)),
                Clock.systemUTC(),
                new StoreEnds()),
            "store",
            ConfigFactory.load());
    try {
      files.hold();
      CompletableFuture<Answers> first = file(store);
      files.awaitForce();
      CompletableFuture<Answers> repeat = file(store);
      // The store took in the repeat before it answers this.
      ask(store).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(first).isNotDone();
      assertThat(repeat).isNotDone();
      assertThat(reader.isCurrent()).isTrue();
      assertThat(reader.lastSeq()).isZero();
      files.release();
      assertThat(only(first)).isInstanceOf(Answer.Applied.class);
      assertThat(only(repeat)).isInstanceOf(Answer.Duplicate.class);
      assertThat(reader.lastSeq()).isEqualTo(1);
    } finally {
      files.release();
      store.terminate();
      store.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static Answer only(CompletableFuture<Answers> answers) throws Exception {
    return answers.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).answers().get(0);
  }

  private static CompletableFuture<Answers> file(ActorSystem<StoreMessage> store) {
    Change change = new Change(ANA, FILING, Optional.of(KeyUse.of(new RequestKey("k"), FILING)));
    return AskPattern.<StoreMessage, Answers>ask(
            store,
            replyTo -> new StoreMessage.Changes(List.of(change), replyTo),
            PATIENCE,
            store.scheduler())
        .toCompletableFuture();
  }

  private static CompletableFuture<Current> ask(ActorSystem<StoreMessage> store) {
    return AskPattern.<StoreMessage, Current>ask(
            store, replyTo -> new StoreMessage.CatchUp(0, replyTo), PATIENCE, store.scheduler())
        .toCompletableFuture();
  }
}
