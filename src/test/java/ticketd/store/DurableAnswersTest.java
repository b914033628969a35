package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.PATIENCE;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.desk.Answer;
import ticketd.desk.Answers;
import ticketd.desk.Change;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Principal;
import ticketd.ticket.RequestKey;
import ticketd.ticket.TicketCommand;

/** Nothing is answered or shown before it is durable, a repeat of it neither. */
class DurableAnswersTest {
  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final TicketCommand FILING = TicketCommand.File.of("a", "b");

  private static final Change FILE_ONCE =
      new Change(
          new Principal.Claimed(ANA), FILING, Optional.of(KeyUse.of(new RequestKey("k"), FILING)));

  @TempDir Path folder;

  @Test
  @Timeout(60)
  void shouldAnswerARepeatOnlyWhenTheFirstIsDurable() throws Exception {
    HeldFiles files = new HeldFiles();
    JournalSettings settings =
        new JournalSettings(folder.resolve("tickets"), SyncMode.ALWAYS, Duration.ofSeconds(2));
    try (RunningStore store = new RunningStore(FileLog.open(settings, files.access()))) {
      try {
        files.hold();
        CompletableFuture<Answers> first = store.ask(FILE_ONCE);
        files.awaitForce();
        CompletableFuture<Answers> repeat = store.ask(FILE_ONCE);
        // The store took in the repeat before it answers this.
        store.whenCurrent(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(first).isNotDone();
        assertThat(repeat).isNotDone();
        assertThat(store.reader().isCurrent()).isTrue();
        assertThat(store.reader().lastSeq()).isZero();
        files.release();
        assertThat(only(first)).isInstanceOf(Answer.Applied.class);
        assertThat(only(repeat)).isInstanceOf(Answer.Duplicate.class);
        assertThat(store.reader().lastSeq()).isEqualTo(1);
      } finally {
        files.release();
      }
    }
  }

  private static Answer only(CompletableFuture<Answers> answers) throws Exception {
    return answers.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).answers().get(0);
  }
}
