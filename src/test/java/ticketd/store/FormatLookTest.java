package ticketd.store;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.desk.Answer;
import ticketd.desk.Change;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.JournalSettings;
import ticketd.journal.LaterVersion;
import ticketd.journal.OneHost;
import ticketd.journal.SyncMode;
import ticketd.ticket.Identity;
import ticketd.ticket.Origin;
import ticketd.ticket.Principal;
import ticketd.ticket.TicketCommand;

/** A store of version 1 of the format beside a process of version 1.0, until that is gone. */
class FormatLookTest {
  private static final Change FILING =
      new Change(
          new Principal.Claimed(Identity.of("ana").orElseThrow()),
          TicketCommand.File.of("a", ""),
          Optional.empty());

  private static final Change NOTING =
      new Change(FILING.principal(), new TicketCommand.Note(1, "x", Origin.HERE), Optional.empty());

  @TempDir Path directory;
  private final OneHost files = new OneHost();

  private FileLog open(SyncMode sync) {
    return FileLog.open(
        new JournalSettings(directory.resolve("store"), sync, Duration.ofSeconds(10)), files);
  }

  private static void assertStores(RunningStore node) {
    assertThat(node.ask(FILING).join().answers().get(0)).isInstanceOf(Answer.Applied.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"OS", "ALWAYS"})
  void shouldRaiseTheFormatAsSoonAsItIsAlone(SyncMode sync) throws Exception {
    open(sync).close();
    new LaterVersion(directory.resolve("store")).setVersion(1);
    try (FileAccess.OpenFile older =
        files.open(directory.resolve("store.lock"), FileAccess.OpenMode.WRITE)) {
      assertThat(older.tryLock(1, 1, true)).isTrue();
      FileLog log = open(sync);
      try (RunningStore node = new RunningStore(log)) {
        assertStores(node);
        assertThat(log.takesNewKinds()).isFalse();
        assertThat(node.ask(NOTING).join().answers()).containsExactly(new Answer.OldFormat());
        older.unlock(1);
        await().until(log::takesNewKinds);
        assertThat(node.ask(NOTING).join().answers().get(0)).isInstanceOf(Answer.Applied.class);
      }
    }
  }

  @Test
  void shouldLeaveItToTheLastOfTwo() throws Exception {
    open(SyncMode.OS).close();
    new LaterVersion(directory.resolve("store")).setVersion(1);
    FileAccess.OpenFile older =
        files.open(directory.resolve("store.lock"), FileAccess.OpenMode.WRITE);
    assertThat(older.tryLock(1, 1, true)).isTrue();
    FileLog one = open(SyncMode.OS);
    FileLog two = open(SyncMode.OS);
    try (RunningStore first = new RunningStore(one)) {
      try (RunningStore second = new RunningStore(two)) {
        older.close();
        assertStores(first);
        assertStores(second);
        assertThat(one.takesNewKinds()).isFalse();
      }
      await().until(one::takesNewKinds);
      assertStores(first);
    }
  }
}
