package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.Waiting;

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

  /** The first one knows that it is not the last; the other one must find out that it is. */
  @Test
  void shouldLeaveTheStoreWhereAnotherLeavesItAtTheSameTime() throws Exception {
    JournalSettings settings = settings(SyncMode.INTERVAL);
    CountDownLatch refused = new CountDownLatch(1);
    FileAccess host = new OneHost();
    Journal last =
        Journal.open(
            settings,
            new ForwardingFiles(host) {
              @Override
              protected OpenFile wrap(Path path, OpenFile file) {
                return new ForwardingFile(file) {
                  @Override
                  public boolean tryLock(long position, long length, boolean shared)
                      throws IOException {
                    boolean got = super.tryLock(position, length, shared);
                    if (!got && position == 0) {
                      refused.countDown();
                    }
                    return got;
                  }
                };
              }
            });
    Thread other = new Thread(last::close);
    boolean[] closing = {false};
    Journal first =
        Journal.open(
            settings,
            new ForwardingFiles(host) {
              @Override
              protected OpenFile wrap(Path path, OpenFile file) {
                return new ForwardingFile(file) {
                  @Override
                  public void close() throws IOException {
                    if (closing[0]) {
                      closing[0] = false;
                      other.start();
                      awaitRefusal(refused);
                    }
                    super.close();
                  }
                };
              }
            });
    Scribe.fileAs(first, 1, "a ticket");
    closing[0] = true;
    first.close();
    other.join(Waiting.PATIENCE.toMillis());
    assertThat(other.isAlive()).isFalse();
    byte[] left = Files.readAllBytes(settings.file());
    Header header = new Header(StoreCheck.direct(left));
    assertThat(header.syncMode()).isEmpty();
    assertThat(left).hasSize((int) header.commit());
  }

  /** By a server that stops, at the first or the second look of a check at the file's length. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldCheckAStoreWhoseRoomIsGivenBackMeanwhile(int look) throws Exception {
    long commit = leaveWithRoom();
    StoreCheck.Report report = StoreCheck.run(store(), cuttingBehind(look, commit));
    assertThat(report.ok()).as(report.finding()).isTrue();
    assertThat(report.finding()).isEmpty();
    assertThat(report.bytes()).isEqualTo(commit).isEqualTo(Files.size(store()));
    assertThat(report.tickets()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void shouldFindThatWhatIsPublishedIsCutOffMeanwhile(int look) throws Exception {
    long commit = leaveWithRoom();
    StoreCheck.Report report =
        StoreCheck.run(store(), cuttingBehind(look, commit - RecordDescriptor.ALIGNMENT));
    assertThat(report.ok()).isFalse();
    assertThat(report.finding()).contains("damaged at offset").contains("the file ends there");
  }

  private Path store() {
    return settings(SyncMode.ALWAYS).file();
  }

  /**
   * A store as a server has it that holds two tickets.
   *
   * @return where the records end
   */
  private long leaveWithRoom() throws IOException {
    Path live = directory.resolve("live");
    try (Journal journal =
        Journal.open(new JournalSettings(live, SyncMode.ALWAYS, Duration.ofSeconds(5)))) {
      Scribe.fileAs(journal, 1, "one");
      Scribe.fileAs(journal, 2, "two");
      Files.copy(live, store());
      assertThat(Files.size(store())).isGreaterThan(journal.committed());
      return journal.committed();
    }
  }

  /** Files that are cut off just after the {@code look}th look at their length. */
  private static FileAccess cuttingBehind(int look, long end) {
    int[] looks = {0};
    return new ForwardingFiles(FileAccess.system()) {
      @Override
      protected OpenFile wrap(Path path, OpenFile file) {
        return new ForwardingFile(file) {
          @Override
          public long size() throws IOException {
            long size = super.size();
            if (++looks[0] == look) {
              try (FileChannel other = FileChannel.open(path, StandardOpenOption.WRITE)) {
                other.truncate(end);
              }
            }
            return size;
          }
        };
      }
    };
  }

  private static void awaitRefusal(CountDownLatch refused) throws IOException {
    try {
      assertThat(refused.await(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
