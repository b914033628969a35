package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Room that was taken ahead, and that another process gives back. */
class GivenBackTest {
  @TempDir private Path directory;

  private JournalSettings settings(SyncMode mode) {
    return new JournalSettings(directory.resolve("store"), mode, Duration.ofSeconds(5));
  }

  /** Between this process's look at the file's length and its mapping. */
  @Test
  void shouldReadWithoutMakingTheFileLongerAgain() throws Exception {
    JournalSettings settings = settings(SyncMode.OS);
    long[] commit = {0};
    FileAccess files =
        new ForwardingFiles(FileAccess.system()) {
          @Override
          protected OpenFile wrap(Path path, OpenFile file) {
            return new ForwardingFile(file) {
              @Override
              public ByteBuffer map(boolean writable, long position, int length)
                  throws IOException {
                if (!writable) {
                  try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    other.truncate(commit[0]);
                  }
                }
                return super.map(writable, position, length);
              }
            };
          }
        };
    try (Journal journal = Journal.open(settings, files)) {
      Scribe.fileAs(journal, 1, "a ticket");
      commit[0] = journal.committed();
      assertThat(Files.size(settings.file())).isGreaterThan(commit[0]);
      assertThat(journal.reader().event(journal.reader().first()).id()).isEqualTo(1);
      assertThat(Files.size(settings.file())).isEqualTo(commit[0]);
    }
  }
}
