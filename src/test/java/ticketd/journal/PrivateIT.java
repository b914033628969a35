package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Processes;

/** A store, its lock and their directory are their owner's alone. */
class PrivateIT {
  @TempDir private Path directory;

  private Path store;
  private Path lock;
  private final List<Path> tightened = new ArrayList<>();
  private final JournalListener listener =
      new JournalListener() {
        @Override
        public void tightened(Path file) {
          tightened.add(file);
        }
      };

  @BeforeEach
  void name() {
    store = directory.resolve("store");
    lock = directory.resolve("store.lock");
  }

  private void open() {
    open(FileAccess.system());
  }

  private void open(FileAccess files) {
    Journal.open(new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5)), files, listener)
        .close();
  }

  private static void setMode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void shouldSayNothingOfFilesThatAreTheirOwnersAlone() throws Exception {
    open();
    open();
    assertThat(tightened).isEmpty();
    assertThat(mode(store)).isEqualTo("rw-------");
    assertThat(mode(lock)).isEqualTo("rw-------");
  }

  @ParameterizedTest
  @CsvSource({
    "rw-r--r--, rw-------",
    "rw----rw-, rw-------",
    "rwx--x---, rw-------",
    "rw-rw-rw-, rw-------",
    "r--r--r--, r--------",
  })
  void shouldTakeFromOthersWhatTheyMayDoAndSaySo(String before, String after) throws Exception {
    open();
    setMode(store, before);
    setMode(lock, before);
    if (after.equals("r--------")) {
      // Its owner may not write it either, and that is left so.
      assertThat(FileAccess.system().restrict(store)).isTrue();
    } else {
      open();
      assertThat(tightened).containsExactly(lock, store);
      assertThat(mode(lock)).isEqualTo(after);
    }
    assertThat(mode(store)).isEqualTo(after);
  }

  @Test
  void shouldTightenAnEmptyFileThatBecomesAStore() throws Exception {
    setMode(Files.createFile(store), "rw-r--r--");
    open();
    assertThat(tightened).containsExactly(store);
    assertThat(mode(store)).isEqualTo("rw-------");
  }

  @Test
  void shouldTightenAStoreThatWasRestored() throws Exception {
    open();
    setMode(store, "rw-r--r--");
    Restoration.run(store, tightened::add);
    assertThat(tightened).containsExactly(store);
    assertThat(mode(store)).isEqualTo("rw-------");
  }

  @Test
  void shouldChangeNothingOfAStoreThatItOnlyLooksAt() throws Exception {
    open();
    setMode(store, "rw-r--r--");
    assertThat(StoreCheck.run(store).ok()).isTrue();
    assertThat(mode(store)).isEqualTo("rw-r--r--");
  }

  @Test
  void shouldLeaveAFileThatIsNoStoreAsItIs() throws Exception {
    setMode(Files.writeString(store, "notes".repeat(100)), "rw-r--r--");
    assertThat(catchThrowableOfType(JournalException.class, this::open).kind())
        .isEqualTo(JournalException.Kind.NOT_A_STORE);
    assertThat(mode(store)).isEqualTo("rw-r--r--");
    assertThat(tightened).isEmpty();
  }

  /** As on FAT, where the mode is the mount's. */
  @Test
  void shouldRefuseAFileWhoseModeCannotBeChanged() throws Exception {
    open();
    FileAccess fixed =
        new ForwardingFiles(FileAccess.system()) {
          @Override
          public boolean restrict(Path file) {
            return true;
          }
        };
    JournalException refusal = catchThrowableOfType(JournalException.class, () -> open(fixed));
    assertThat(refusal.kind()).isEqualTo(JournalException.Kind.NOT_PRIVATE);
    assertThat(refusal).hasMessageContaining(lock + ": ");
    assertThat(tightened).isEmpty();
  }

  /** In a process of its own, since the mask is the process's. */
  @ParameterizedTest
  @ValueSource(strings = {"0", "177", "777"})
  void shouldMakeFilesAndDirectoriesForTheirOwnerWhateverTheUmask(String umask) throws Exception {
    Path below = directory.resolve("a/b/store");
    String said =
        Processes.run(
            "sh",
            "-c",
            "umask " + umask + "; exec \"$@\"",
            "sh",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            // Files of the JVM's own, which it could not use.
            "-XX:-UsePerfData",
            "-cp",
            System.getProperty("java.class.path"),
            OpenerMain.class.getName(),
            below.toString());
    assertThat(said.strip()).isEqualTo("open");
    assertThat(mode(directory.resolve("a"))).isEqualTo("rwx------");
    assertThat(mode(directory.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(mode(below)).isEqualTo("rw-------");
    assertThat(mode(directory.resolve("a/b/store.lock"))).isEqualTo("rw-------");
  }
}
