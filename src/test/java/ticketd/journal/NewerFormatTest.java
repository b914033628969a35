package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a later version writes is neither read past, nor cut, nor called damage or whole. */
class NewerFormatTest {
  @TempDir private Path directory;

  private Path store() {
    return directory.resolve("store");
  }

  private JournalSettings settings() {
    return new JournalSettings(store(), SyncMode.OS, Duration.ofSeconds(5), 8192);
  }

  private static JournalException refused(ThrowingCallable call) {
    JournalException refusal = catchThrowableOfType(JournalException.class, call);
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind())
        .as(refusal.getMessage())
        .isEqualTo(JournalException.Kind.NEWER_FORMAT);
    return refusal;
  }

  private void assertCheckSays(String what) {
    StoreCheck.Report report = StoreCheck.run(store());
    assertThat(report.ok()).isFalse();
    assertThat(report.finding()).isEqualTo(what);
    assertThat(report.refusal()).contains(JournalException.Kind.NEWER_FORMAT);
  }

  @ParameterizedTest
  @CsvSource({
    "63, 1, 'type 63, which this program does not know'",
    "65, 1, 'type 65, which this program does not know'",
    "64, 2, 'schema 2, this program knows 1'",
    "1, 9, 'schema 9, this program knows 2'"
  })
  void shouldNotMoveOverARecordOfALaterVersion(int type, int schema, String what) throws Exception {
    List<StoredRecord> delivered = new ArrayList<>();
    byte[] written;
    String message;
    try (Journal journal = Journal.open(settings())) {
      new Scribe(journal).append(Scribe.file("one", ""), Scribe.file("two", ""));
      long position = journal.position();
      long offset = new LaterVersion(store()).append(type, schema);
      written = Files.readAllBytes(store());
      message = store() + ": the record at offset " + offset + " has " + what;

      for (int i = 0; i < 2; i++) {
        assertThat(refused(() -> journal.catchUp((batch, end) -> delivered.addAll(batch))))
            .hasMessage(message);
        assertThat(delivered).as("nothing of the batch, what is known of it included").isEmpty();
        assertThat(journal.position()).isEqualTo(position);
        assertThat(journal.nextSeq()).isEqualTo(3);
      }
      assertThat(catchThrowableOfType(JournalException.class, journal::lock)).isNotNull();
      assertThat(catchThrowableOfType(JournalException.class, journal::tryLock)).isNotNull();
      assertCheckSays(message);
    }
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
    assertThat(refused(() -> Journal.open(settings()))).hasMessage(message);
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotCutARecordOfALaterVersionThatNobodyPublished(boolean wholeBatch) throws Exception {
    try (Journal journal = Journal.open(settings())) {
      new Scribe(journal).append(Scribe.file("one", ""));
    }
    long offset =
        new LaterVersion(store())
            .append(
                false,
                (bytes, at, length) -> {
                  bytes[at + RecordDescriptor.SCHEMA_AT] = 9;
                  bytes[at + RecordDescriptor.FLAGS_AT] = (byte) (wholeBatch ? 1 : 0);
                });
    byte[] written = Files.readAllBytes(store());
    String message =
        store() + ": the record at offset " + offset + " has schema 9, this program knows 2";
    assertThat(refused(() -> Journal.open(settings()))).hasMessage(message);
    assertCheckSays(message);
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("store", "store.lock");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldLeaveAStoreAloneThatALaterVersionMadeItsOwn(boolean sealed) throws Exception {
    String message =
        store()
            + (sealed
                ? ": sealed by a later version"
                : ": format version 3, this program knows 1 and 2");
    byte[] written;
    try (Journal journal = Journal.open(settings())) {
      new Scribe(journal).append(Scribe.file("one", ""));
      assertThat(journal.isOfThisFormat()).isTrue();
      journal.lock();
      BatchWriter batch = new Scribe(journal).batch(Optional.empty(), Scribe.file("two", ""));
      makeItsOwn(sealed);
      written = Files.readAllBytes(store());

      assertThat(refused(() -> journal.append(batch))).hasMessage(message);
      journal.unlock();
      assertThat(journal.isOfThisFormat()).isFalse();
      assertThat(refused(journal::checkFormat)).hasMessage(message);
      assertThat(refused(() -> journal.catchUp((events, end) -> {}))).hasMessage(message);
      assertThat(refused(journal::reopen)).hasMessage(message);
      assertCheckSays(message);
    }
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
    assertThat(refused(() -> Journal.open(settings()))).hasMessage(message);
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotTakeTheLockOnceALaterVersionMadeTheStoreItsOwn(boolean waiting) throws Exception {
    Journal.open(settings()).close();
    // Its names are known to be as they were, so that nothing else is looked at.
    Files.setLastModifiedTime(directory, FileTime.from(Instant.EPOCH));
    try (Journal journal = Journal.open(settings())) {
      new Scribe(journal).append(Scribe.file("one", ""));
      makeItsOwn(waiting);
      refused(waiting ? journal::lock : journal::tryLock);
      assertThat(catchThrowableOfType(JournalException.class, journal::tryLock)).isNotNull();
    }
  }

  @Test
  void shouldForceWhatItAcknowledgedButWriteNoWordOnceThereIsALaterVersion() throws Exception {
    List<String> calls = new ArrayList<>();
    FileAccess files =
        new ForwardingFiles(FileAccess.system()) {
          @Override
          protected OpenFile wrap(Path path, OpenFile file) {
            return new ForwardingFile(file) {
              @Override
              public void force() throws java.io.IOException {
                calls.add("force");
                super.force();
              }
            };
          }
        };
    byte[] written;
    try (Journal journal = Journal.open(settings(), files)) {
      new Scribe(journal).append(Scribe.file("one", ""));
      makeItsOwn(false);
      written = Files.readAllBytes(store());
      refused(journal::sync);
      calls.clear();
    }
    assertThat(calls).containsExactly("force");
    assertThat(Files.readAllBytes(store())).isEqualTo(written);
  }

  private void makeItsOwn(boolean sealed) throws Exception {
    if (sealed) {
      new LaterVersion(store()).seal();
    } else {
      new LaterVersion(store()).raiseVersion();
    }
  }
}
