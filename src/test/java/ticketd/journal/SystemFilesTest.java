package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SystemFilesTest {
  private final FileAccess files = FileAccess.system();

  @TempDir private Path directory;

  /** Even when the link comes after the name was looked at. */
  @ParameterizedTest
  @EnumSource(FileAccess.OpenMode.class)
  void shouldNotFollowALink(FileAccess.OpenMode mode) throws Exception {
    Path target = Files.createFile(directory.resolve("target"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);
    Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
    assertThatThrownBy(() -> files.open(link, mode)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> files.open(dangling, mode)).isInstanceOf(IOException.class);
    assertThat(directory.resolve("nowhere")).doesNotExist();
  }

  @Test
  void shouldClaimAFileOnceByWhicheverWayItIsReached() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path alias = Files.createSymbolicLink(directory.resolve("alias"), real);
    FileAccess.Claim claim = files.claim(real.resolve("store")).orElseThrow();
    assertThat(files.claim(alias.resolve("store"))).isEmpty();
    assertThat(files.claim(alias.resolve("other"))).isPresent();
    claim.release();
    assertThat(files.claim(alias.resolve("store"))).isPresent();
  }

  @Test
  void shouldClaimAFileOnceUnderWhicheverNameItHas() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path name = Files.createLink(directory.resolve("name"), file);
    FileAccess.Claim claim = files.claim(file).orElseThrow();
    assertThat(files.claim(name)).isEmpty();
    claim.release();
    assertThat(files.claim(name)).isPresent();
  }

  @Test
  void shouldNumberFilesAndNotTheirNames() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    Path name = Files.createLink(directory.resolve("name"), file);
    Path other = Files.createFile(directory.resolve("other"));
    assertThat(files.number(name)).isEqualTo(files.number(file));
    assertThat(files.number(other)).isNotEqualTo(files.number(file));
  }

  @Test
  void shouldTellWhatIsInMemory() {
    assertThat(Journal.isOnTmpfs(Path.of("/dev/shm/not/there/yet"))).isTrue();
    assertThat(Journal.isOnTmpfs(Path.of("/proc/not/there"))).isFalse();
  }

  @Test
  void shouldTellAnotherFileUnderTheSameName() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));
    FileAccess.FileStat before = files.stat(file).orElseThrow();
    assertThat(files.stat(file).orElseThrow()).isEqualTo(before);
    Path other = Files.createFile(directory.resolve("other"));
    assertThat(files.stat(other).orElseThrow().identity()).isNotEqualTo(before.identity());
    assertThat(files.stat(directory.resolve("none"))).isEmpty();
  }

  @Test
  void shouldForceTheNamesOfDirectoriesThatItMakesForAStore() throws Exception {
    List<Path> forced = new ArrayList<>();
    FileAccess recording =
        new ForwardingFiles(files) {
          @Override
          public void forceDirectory(Path made) throws IOException {
            assertThat(made).isDirectory();
            forced.add(made);
            super.forceDirectory(made);
          }
        };
    Path there = Files.createDirectory(directory.resolve("there"));
    JournalSettings settings = settings(there.resolve("first/second/store"));
    Journal.open(settings, recording).close();
    assertThat(forced)
        .containsExactly(there, there.resolve("first"), there.resolve("first/second"));
    forced.clear();
    Journal.open(settings, recording).close();
    assertThat(forced).isEmpty();
  }

  @Test
  void shouldMakeAStoresDirectoryInOneThatCannotBeRead() throws Exception {
    FileAccess unreadable =
        new ForwardingFiles(files) {
          @Override
          public void forceDirectory(Path made) throws IOException {
            if (made.equals(directory)) {
              throw new AccessDeniedException(made.toString());
            }
            super.forceDirectory(made);
          }
        };
    JournalSettings settings = settings(directory.resolve("first/store"));
    Journal.open(settings, unreadable).close();
    assertThat(settings.file()).isRegularFile();
  }

  private static JournalSettings settings(Path store) {
    return new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5));
  }

  @Test
  void shouldForceWhatItWritesIntoTheFileItOpenedOnly() throws Exception {
    Path path = directory.resolve("file");
    try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.CREATE)) {
      file.writeForced(bytes("first"), 3);
      assertThat(Files.readString(path)).isEqualTo("\0\0\0first");
    }
    try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.WRITE)) {
      Files.delete(path);
      Files.writeString(path, "another");
      assertThatThrownBy(() -> file.writeForced(bytes("second"), 0))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another file");
      assertThat(Files.readString(path)).isEqualTo("another");
    }
  }

  @Test
  void shouldNotTakeAFailureForAFullStorageByTheNameOfTheFile() throws Exception {
    Path quota = Files.createDirectory(directory.resolve("quota"));
    Path unnameable = quota.resolve("n".repeat(300));
    assertThatThrownBy(() -> files.open(unnameable, FileAccess.OpenMode.CREATE))
        .isNotInstanceOf(StorageFullException.class)
        .hasMessageContaining("quota");
    assertThatThrownBy(() -> files.createDirectories(unnameable))
        .isNotInstanceOf(StorageFullException.class);
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }
}
