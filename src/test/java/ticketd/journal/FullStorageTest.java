package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.testing.Mount;

/** A file system of its own that is really full; runs where this user may mount one. */
class FullStorageTest {
  private static final int SIZE = 512 << 10;

  @TempDir private Path directory;
  private Optional<Mount> mount = Optional.empty();

  @BeforeEach
  void mount() {
    mount = Optional.of(Mount.ofBytes(directory.resolve("mount"), SIZE));
  }

  @AfterEach
  void unmount() {
    mount.ifPresent(Mount::close);
  }

  private Path on(String name) {
    return mount.orElseThrow().resolve(name);
  }

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldRefuseWhatDoesNotFitAndGoOnOnceThereIsRoom(SyncMode mode) throws Exception {
    Path ballast = Files.write(on("ballast"), new byte[SIZE / 4]);
    Path store = on("store");
    JournalSettings settings = new JournalSettings(store, mode, Duration.ofSeconds(5));
    long stored;
    try (Journal journal = Journal.open(settings)) {
      assertThat(journal.volatileStorage()).isTrue();
      stored = fill(journal, 1);
      long committed = journal.committed();
      assertThat(stored).isGreaterThan(100);
      assertThat(journal.reader().event(journal.reader().first()).id()).isEqualTo(1);
      // What was refused left nothing behind, and nothing is stored of it later.
      assertThat(StoreCheck.run(store))
          .isEqualTo(
              new StoreCheck.Report(true, stored, stored, journal.generation(), committed, ""));
      Files.delete(ballast);
      assertThat(fill(journal, stored + 1)).isGreaterThan(stored + 100);
    }
    try (Journal journal = Journal.open(settings)) {
      long[] ids = {0};
      journal.catchUp(Scribe.each(event -> assertThat(event.id()).isEqualTo(++ids[0])));
      assertThat(ids[0]).isGreaterThan(stored);
    }
  }

  /** Where each batch is forced and the device keeps what it has, room is filled ahead. */
  @Test
  void shouldStoreWhatFitsThoughNothingFitsBehindIt() throws Exception {
    JournalSettings settings =
        new JournalSettings(on("store"), SyncMode.ALWAYS, Duration.ofSeconds(5));
    FileAccess files =
        new ForwardingFiles(FileAccess.system()) {
          @Override
          public String fileSystem(Path existing) {
            return "ext4";
          }
        };
    try (Journal journal = Journal.open(settings, files)) {
      assertThat(journal.volatileStorage()).isFalse();
      fillDirectory();
      try (FileChannel ballast = FileChannel.open(on("ballast"), StandardOpenOption.WRITE)) {
        // One for each page that the batch is in, and one more.
        ballast.truncate(ballast.size() - 4 * 4096);
      }
      new Scribe(journal).append(Scribe.file("a ticket", "d".repeat(6000)));
    }
    assertThat(StoreCheck.run(settings.file()).tickets()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldSayThatThereIsNoRoomForAStore(SyncMode mode) throws Exception {
    fillDirectory();
    JournalSettings settings = new JournalSettings(on("store"), mode, Duration.ofSeconds(5));
    JournalException failure =
        catchThrowableOfType(JournalException.class, () -> Journal.open(settings));
    assertThat(failure.kind()).isEqualTo(JournalException.Kind.FULL);
  }

  /** One inode is the root directory's. */
  @ParameterizedTest
  @CsvSource({"1, sub/store", "1, store", "2, store"})
  void shouldSayThatThereIsNoInodeForAFile(int inodes, String name) throws Exception {
    limitInodes(inodes);
    JournalSettings settings = new JournalSettings(on(name), SyncMode.OS, Duration.ofSeconds(5));
    JournalException failure =
        catchThrowableOfType(JournalException.class, () -> Journal.open(settings));
    assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(JournalException.Kind.FULL);
    assertThat(failure).hasMessageContaining("inodes");
    limitInodes(10);
    Journal.open(settings).close();
  }

  @Test
  void shouldOpenWithoutAnInodeForWhatNobodyEverSaw() throws Exception {
    Path store = on("store");
    JournalSettings settings = new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5));
    Journal.open(settings).close();
    Files.write(store, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    limitInodes(3);
    Journal.open(settings).close();
    assertThat(StoreCheck.run(store).finding()).isEmpty();
  }

  private void limitInodes(int inodes) {
    mount.orElseThrow().limitInodes(inodes);
  }

  private void fillDirectory() throws IOException {
    try {
      Files.write(on("ballast"), new byte[2 * SIZE]);
    } catch (IOException e) {
      assertThat(Files.getFileStore(on("ballast")).getUnallocatedSpace()).isZero();
    }
  }

  /** Files tickets until there is no room; returns the last id. */
  private static long fill(Journal journal, long firstId) {
    for (long id = firstId; ; id++) {
      long next = id;
      JournalException failure =
          catchThrowableOfType(
              JournalException.class, () -> Scribe.fileAs(journal, next, "t".repeat(200)));
      if (failure != null) {
        assertThat(failure.kind()).isEqualTo(JournalException.Kind.FULL);
        return id - 1;
      }
    }
  }
}
