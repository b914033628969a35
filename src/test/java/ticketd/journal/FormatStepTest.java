package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.ticket.AccountEvent;
import ticketd.ticket.RecordedDeskEvent;
import ticketd.ticket.Role;
import ticketd.ticket.Stamp;

/** The step from version 1 of the format, which 1.0 knows, to version 2. */
class FormatStepTest {
  @TempDir private Path directory;
  private final List<String> told = new ArrayList<>();
  private final OneHost files = new OneHost();
  private Path store;

  /** A store that version 1.0 left. */
  @BeforeEach
  void makeAnOldStore() throws Exception {
    store = directory.resolve("store");
    try (Journal journal = open()) {
      new Scribe(journal).append(Scribe.file("one", ""));
    }
    assertThat(version()).as("of a new store").isEqualTo(2);
    new LaterVersion(store).setVersion(1);
    told.clear();
  }

  private Journal open() {
    return Journal.open(
        new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5), 8192),
        files,
        new JournalListener() {
          @Override
          public void formatRaised() {
            told.add("raised");
          }
        });
  }

  private int version() throws Exception {
    return ByteBuffer.wrap(Files.readAllBytes(store))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt(Header.VERSION_AT);
  }

  /** What a process of version 1.0 holds as long as it has the store open. */
  private FileAccess.OpenFile olderProcess() throws Exception {
    FileAccess.OpenFile lock = files.open(StoreFiles.lockOf(store), FileAccess.OpenMode.WRITE);
    assertThat(lock.tryLock(1, 1, true)).isTrue();
    return lock;
  }

  private static void addAccount(Journal journal) {
    journal.lock();
    try {
      journal.catchUp((batch, end) -> {});
      BatchWriter batch = journal.newBatch();
      batch.add(
          new RecordedDeskEvent(
              new Stamp(Scribe.ALICE, Instant.EPOCH, batch.nextSeq()),
              new AccountEvent.Added(Scribe.ALICE, Role.ADMIN)),
          Optional.empty());
      journal.append(batch);
    } finally {
      journal.unlock();
    }
  }

  private static void raise(Journal journal) {
    journal.lock();
    journal.raiseFormat();
    journal.unlock();
  }

  @Test
  void shouldRaiseAStoreThatNobodyElseHasOpen() throws Exception {
    try (Journal journal = open()) {
      assertThat(told).containsExactly("raised");
      assertThat(version()).isEqualTo(2);
      assertThat(journal.takesNewKinds()).isTrue();
      addAccount(journal);
      Scribe.fileAs(journal, 2, "two");
    }
    assertThat(StoreCheck.run(store))
        .isEqualTo(new StoreCheck.Report(true, 2, 3, generation(), Files.size(store), ""));
    assertThat(PythonReader.listed(store)).hasSize(2);
    told.clear();
    open().close();
    assertThat(told).as("of a store that was raised before").isEmpty();
  }

  private long generation() throws Exception {
    return ByteBuffer.wrap(Files.readAllBytes(store))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getLong(Header.GENERATION_AT);
  }

  @Test
  void shouldUseAStoreAsItIsBesideAnOlderProcessAndRaiseItOnceThatIsGone() throws Exception {
    try (FileAccess.OpenFile older = olderProcess();
        Journal journal = open()) {
      Scribe.fileAs(journal, 2, "two");
      raise(journal);
      assertThat(version()).isEqualTo(1);
      assertThat(journal.takesNewKinds()).isFalse();
      assertThatThrownBy(() -> addAccount(journal)).isInstanceOf(IllegalStateException.class);

      older.unlock(1);
      raise(journal);
      assertThat(version()).isEqualTo(2);
      assertThat(told).containsExactly("raised");
      addAccount(journal);
      assertThat(files.open(StoreFiles.lockOf(store), FileAccess.OpenMode.WRITE))
          .as("it still lets others know that it has the store open")
          .matches(
              lock -> {
                try (lock) {
                  return !lock.tryLock(1, 1, false);
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
    }
  }

  @Test
  void shouldGoOnWhereTheVersionIsRaisedUnderIt() throws Exception {
    try (FileAccess.OpenFile older = olderProcess();
        Journal journal = open();
        Journal other = open()) {
      older.unlock(1);
      new LaterVersion(store).setVersion(2);
      assertThat(journal.takesNewKinds()).isTrue();
      addAccount(journal);
      journal.checkFormat();
      addAccount(other);
      assertThat(other.nextSeq()).isEqualTo(4);
    }
    assertThat(StoreCheck.run(store)).matches(StoreCheck.Report::ok);
  }

  @Test
  void shouldStillTellAnotherStoreInItsPlace() throws Exception {
    FileAccess.OpenFile older = olderProcess();
    Journal journal = open();
    older.close();
    LaterVersion later = new LaterVersion(store);
    later.overwrite(Header.CREATED_AT, (byte) 1, (byte) 2);
    later.setVersion(2);
    assertThatThrownBy(journal::lock).hasMessageContaining("holds another store");
    assertThatThrownBy(journal::close).hasMessageContaining("holds another store");
  }

  @Test
  void shouldTellARecordOfAnEventOfTheDeskThatIsNewer() throws Exception {
    long offset;
    try (Journal journal = open()) {
      offset = journal.committed();
      addAccount(journal);
    }
    new LaterVersion(store)
        .change(offset, (bytes, at, length) -> bytes[at + RecordDescriptor.HEADER] = 99);
    assertThatThrownBy(() -> open().close())
        .hasMessage(
            store
                + ": the record at offset "
                + offset
                + " has an event of kind 99, which this program does not know");
  }
}
