package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Processes;

/** What is no store of ours, or no longer one, is refused by name and left as it is. */
class RefusalTest {
  @TempDir private Path directory;

  private Path store() {
    return directory.resolve("store");
  }

  private Path lock() {
    return directory.resolve("store.lock");
  }

  private static JournalSettings settings(Path store) {
    return new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5), 8192);
  }

  private JournalException refused(JournalException.Kind kind) {
    return refused(kind, FileAccess.system());
  }

  private JournalException refused(JournalException.Kind kind, FileAccess files) {
    JournalException refusal =
        catchThrowableOfType(
            JournalException.class, () -> Journal.open(settings(store()), files).close());
    assertThat(refusal).isNotNull();
    assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(kind);
    assertThat(refusal).hasMessageContaining(store().toString());
    return refusal;
  }

  /** The bytes of a closed store with three tickets. */
  private byte[] written() throws IOException {
    try (Journal journal = Journal.open(settings(store()))) {
      for (long id = 1; id <= 3; id++) {
        Scribe.fileAs(journal, id, "ticket " + id);
      }
    }
    return Files.readAllBytes(store());
  }

  private void assertRefusedUntouched(byte[] content, JournalException.Kind kind, String saying)
      throws IOException {
    Files.write(store(), content);
    assertThat(refused(kind)).hasMessageContaining(saying);
    assertThat(Files.readAllBytes(store())).isEqualTo(content);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "notes about something else\n"})
  void shouldRefuseAFileThatIsNoStore(String content) throws Exception {
    byte[] bytes = content.repeat(500).getBytes(StandardCharsets.UTF_8);
    assertRefusedUntouched(bytes, JournalException.Kind.NOT_A_STORE, "not a ticket store");
    assertThat(lock()).doesNotExist();
  }

  @Test
  void shouldRefuseADirectory() throws Exception {
    Files.createDirectory(store());
    assertThat(refused(JournalException.Kind.NOT_A_STORE)).hasMessageContaining("directory");
    assertThat(lock()).doesNotExist();
  }

  @Test
  void shouldRefuseASymbolicLink() throws Exception {
    Path target = Files.write(directory.resolve("target"), new byte[0]);
    Files.createSymbolicLink(store(), target);
    assertThat(refused(JournalException.Kind.NOT_A_STORE)).hasMessageContaining("symbolic link");
    assertThat(target).isEmptyFile();
    assertThat(lock()).doesNotExist();
  }

  @Test
  void shouldRefuseASymbolicLinkInPlaceOfTheLock() throws Exception {
    Path target = Files.write(directory.resolve("target"), new byte[0]);
    Files.createSymbolicLink(lock(), target);
    refused(JournalException.Kind.NOT_A_STORE);
    assertThat(store()).doesNotExist();
  }

  @Test
  void shouldRefuseAPipe() throws Exception {
    Processes.run("mkfifo", store().toString());
    assertThat(refused(JournalException.Kind.NOT_A_STORE)).hasMessageContaining("regular");
  }

  @Test
  void shouldRefuseALaterVersion() throws Exception {
    byte[] content = written();
    content[Header.VERSION_AT] = 3;
    assertRefusedUntouched(content, JournalException.Kind.NEWER_FORMAT, "version 3");
  }

  @Test
  void shouldRefuseASealedStore() throws Exception {
    byte[] content = written();
    content[Header.NEXT_EPOCH_AT] = 1;
    assertRefusedUntouched(content, JournalException.Kind.NEWER_FORMAT, "sealed");
  }

  @Test
  void shouldRefuseADamagedHeader() throws Exception {
    byte[] content = written();
    for (int at = Header.CRC_AT; at < Header.FIXED_BYTES; at++) {
      byte[] damaged = content.clone();
      damaged[at] ^= 0x10;
      assertRefusedUntouched(damaged, JournalException.Kind.DAMAGED, "offset 0");
    }
  }

  @Test
  void shouldRefuseARecordThatIsDamagedBelowTheMark() throws Exception {
    byte[] content = written();
    content[Header.BYTES + 40] ^= 1;
    assertRefusedUntouched(content, JournalException.Kind.DAMAGED, "offset " + Header.BYTES);
    // After a restart of the system too.
    Arrays.fill(content, Header.BOOT_AT, Header.BOOT_AT + 16, (byte) 0);
    assertRefusedUntouched(content, JournalException.Kind.DAMAGED, "offset " + Header.BYTES);
  }

  @Test
  void shouldFindADamagedRecordInAnyChunk() throws Exception {
    long damaged;
    try (Journal journal = Journal.open(settings(store()))) {
      for (long id = 1; journal.committed() < 4 * 8192; id++) {
        Scribe.fileAs(journal, id, "t".repeat(200));
      }
      damaged = journal.reader().next(journal.reader().first());
    }
    byte[] content = Files.readAllBytes(store());
    content[(int) damaged + 30] ^= 1;
    Files.write(store(), content);
    // Recovery looks at the last chunk only; whoever reads the store finds it.
    try (Journal journal = Journal.open(settings(store()))) {
      JournalException found =
          catchThrowableOfType(JournalException.class, () -> journal.catchUp((batch, end) -> {}));
      assertThat(found.kind()).isEqualTo(JournalException.Kind.DAMAGED);
      assertThat(found).hasMessageContaining(store().toString()).hasMessageContaining("" + damaged);
      JournalException read =
          catchThrowableOfType(JournalException.class, () -> journal.reader().event(damaged));
      assertThat(read.kind()).isEqualTo(JournalException.Kind.DAMAGED);
    }
    assertThat(StoreCheck.run(store()))
        .satisfies(
            report -> assertThat(report.ok()).isFalse(),
            report -> assertThat(report.finding()).contains(store() + ": ", "" + damaged));
  }

  @Test
  void shouldRefuseACommitWordThatPointsNowhere() throws Exception {
    byte[] content = written();
    ByteBuffer words = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    long commit = words.getLong(Header.COMMIT_AT);
    for (long wrong : new long[] {0, -32, commit - 1, commit + 32, 1L << 40}) {
      words.putLong(Header.COMMIT_AT, wrong);
      assertRefusedUntouched(content, JournalException.Kind.DAMAGED, "commit word");
    }
    words.putLong(Header.COMMIT_AT, commit - 32);
    assertRefusedUntouched(content, JournalException.Kind.DAMAGED, "offset");
  }

  @Test
  void shouldRefuseAFileOfAnotherUser() throws Exception {
    written();
    refused(
        JournalException.Kind.NOT_OWNED,
        new ForwardingFiles(FileAccess.system()) {
          @Override
          public boolean isOwn(Path file) {
            return false;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"nfs4", "cifs", "fuse.sshfs", "9p"})
  void shouldRefuseAFileSystemThatIsNotLocal(String type) {
    JournalException refusal =
        refused(
            JournalException.Kind.NOT_LOCAL,
            new ForwardingFiles(FileAccess.system()) {
              @Override
              public String fileSystem(Path existing) {
                return type;
              }
            });
    assertThat(refusal).hasMessageContaining(type);
    assertThat(directory).isEmptyDirectory();
  }

  /** The system's words where it has some, else ours: never a path alone. */
  @Test
  void shouldSayWhyAFileCannotBeMade() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    // The store's name fits, its lock's does not.
    String longest = "x".repeat(252);

    assertThat(why(Path.of("/proc/ticketd/store")))
        .isEqualTo("/proc/ticketd: no directory can be made there");
    assertThat(why(file.resolve("below/store"))).isEqualTo(file + ": is not a directory");
    assertThat(why(directory.resolve(longest)))
        .isEqualTo(directory.resolve(longest) + ".lock: File name too long");
    assertThat(why(directory.resolve(longest.repeat(2))))
        .isEqualTo(directory.resolve(longest.repeat(2)) + ": File name too long");
    assertThat(directory).isDirectoryContaining(file::equals).isDirectoryNotContaining("glob:**x");
  }

  private static String why(Path store) {
    JournalException refusal =
        catchThrowableOfType(JournalException.class, () -> Journal.open(settings(store)).close());
    return String.valueOf(refusal.getMessage());
  }

  /** Never a path alone, nor a class where there are words for it. */
  @Test
  void shouldSayWhatAnExceptionSaysByItsClassAlone() {
    String file = store().toString();
    assertThat(why(new NoSuchFileException(file))).isEqualTo(file + ": does not exist");
    assertThat(why(new FileAlreadyExistsException(file))).isEqualTo(file + ": exists already");
    assertThat(why(new NotDirectoryException(file))).isEqualTo(file + ": is not a directory");
    assertThat(why(new FileSystemLoopException(file)))
        .isEqualTo(file + ": FileSystemLoopException");
    assertThat(why(new IOException("No such device"))).isEqualTo(file + ": No such device");
    assertThat(why(new IOException())).isEqualTo(file + ": IOException");
  }

  private String why(IOException failure) {
    return why(JournalException.Kind.IO, failure);
  }

  private String why(JournalException.Kind kind, IOException failure) {
    JournalException refusal =
        refused(
            kind,
            new ForwardingFiles(FileAccess.system()) {
              @Override
              public OpenFile open(Path file, OpenMode mode) throws IOException {
                throw failure;
              }
            });
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void shouldSayWhenPermissionIsDenied() {
    String file = store().toString();
    assertThat(why(JournalException.Kind.NO_PERMISSION, new AccessDeniedException(file)))
        .isEqualTo(file + ": permission denied");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 4096})
  void shouldMakeAStoreOfWhatACutShortCreationLeft(int zeros) throws Exception {
    Files.write(store(), new byte[zeros]);
    Journal.open(settings(store())).close();
    assertThat(StoreCheck.run(store()).ok()).isTrue();
  }

  @Test
  void shouldMakeAStoreOfAHeaderThatWasWrittenInPart() throws Exception {
    Journal.open(settings(store())).close();
    byte[] content = Files.readAllBytes(store());
    for (int length = 512; length < content.length; length += 512) {
      Files.write(store(), Arrays.copyOf(content, length));
      Journal.open(settings(store())).close();
      byte[] secondSectorOn = content.clone();
      Arrays.fill(secondSectorOn, 0, 512, (byte) 0);
      Files.write(store(), secondSectorOn);
      Journal.open(settings(store())).close();
    }
  }

  @Test
  void shouldRefuseAStoreThatWasCutOffInsideItsHeader() throws Exception {
    byte[] content = written();
    assertRefusedUntouched(
        Arrays.copyOf(content, 2048), JournalException.Kind.DAMAGED, "offset 2048");
  }
}
