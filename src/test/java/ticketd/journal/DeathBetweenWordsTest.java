package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process dies between the two words that end a turn, the commit word and the durable mark, while
 * another one has the store open and goes on.
 */
class DeathBetweenWordsTest {
  private static final class Death extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  @TempDir private Path directory;

  private final FileAccess host = new OneHost();
  private JournalSettings settings;

  @BeforeEach
  void nameStore() {
    settings =
        new JournalSettings(directory.resolve("store"), SyncMode.ALWAYS, Duration.ofSeconds(5));
  }

  /** What a process uses that may die, or find no room. */
  private static final class Mortal extends ForwardingFiles {
    private final List<OpenFile> opened = new ArrayList<>();
    private ByteBuffer header = ByteBuffer.allocate(0);
    private boolean diesBeforeTheMark;
    private boolean diesWriting;
    private boolean isFull;

    Mortal(FileAccess files) {
      super(files);
    }

    /** The system closes what it had open. */
    void bury() throws IOException {
      for (OpenFile file : opened) {
        file.close();
      }
    }

    @Override
    protected OpenFile wrap(Path path, OpenFile file) {
      opened.add(file);
      return new ForwardingFile(file) {
        @Override
        public ByteBuffer map(boolean writable, long position, int length) throws IOException {
          ByteBuffer mapped = super.map(writable, position, length);
          if (writable) {
            header = mapped;
          }
          return mapped;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
          if (diesWriting || isFull) {
            super.write(from.slice().limit(from.remaining() / 2), position);
            if (diesWriting) {
              throw new Death();
            }
            throw new StorageFullException("planned: full", new IOException());
          }
          super.write(from, position);
        }

        @Override
        public void force() throws IOException {
          super.force();
          if (diesBeforeTheMark) {
            // Whoever stores a word behind it fails.
            header.limit(Header.DURABLE_AT);
          }
        }
      };
    }
  }

  @Test
  void shouldStoreTheCommitWordBeforeTheDurableMark() throws Exception {
    Journal survivor = Journal.open(settings, host);
    Scribe.fileAs(survivor, 1, "one");
    long before = survivor.committed();
    Mortal files = new Mortal(host);
    Journal dying = Journal.open(settings, files);
    files.diesBeforeTheMark = true;
    assertThatThrownBy(() -> Scribe.fileAs(dying, 2, "two"))
        .isInstanceOf(IndexOutOfBoundsException.class);
    files.bury();
    assertThat(Scribe.durable(survivor)).isEqualTo(before);
    survivor.catchUp((batch, end) -> {});
    assertThat(survivor.committed()).isEqualTo(survivor.position()).isGreaterThan(before);
    survivor.close();
    assertOpensWith("one", "two");
  }

  @Test
  void shouldLeaveAStoreThatOpensAfterTheDeathOfAnEarlierVersion() throws Exception {
    Journal survivor = Journal.open(settings, host);
    Scribe.fileAs(survivor, 1, "one");
    dieBeforeTheCommitWord(survivor);
    survivor.close();
    assertOpensWith("one");
  }

  @Test
  void shouldWriteOverWhatAnEarlierVersionLeft() throws Exception {
    Journal survivor = Journal.open(settings, host);
    Scribe.fileAs(survivor, 1, "one");
    dieBeforeTheCommitWord(survivor);
    Scribe.fileAs(survivor, 2, "two");
    assertThat(Scribe.durable(survivor)).isEqualTo(survivor.committed());
    survivor.close();
    assertOpensWith("one", "two");
  }

  @Test
  void shouldTakeBackAWriteOverWhatAnEarlierVersionLeft() throws Exception {
    Mortal files = new Mortal(host);
    Journal survivor = Journal.open(settings, files);
    Scribe.fileAs(survivor, 1, "one");
    dieBeforeTheCommitWord(survivor);
    files.isFull = true;
    assertThatThrownBy(() -> Scribe.fileAs(survivor, 2, "two"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("storage full");
    assertThat(Scribe.durable(survivor)).isEqualTo(survivor.committed());
    survivor.close();
    assertOpensWith("one");
  }

  @Test
  void shouldOpenWhereASecondOneDiedWritingOverWhatAnEarlierVersionLeft() throws Exception {
    Mortal files = new Mortal(host);
    Journal survivor = Journal.open(settings, files);
    Scribe.fileAs(survivor, 1, "one");
    dieBeforeTheCommitWord(survivor);
    files.diesWriting = true;
    assertThatThrownBy(() -> Scribe.fileAs(survivor, 2, "two")).isInstanceOf(Death.class);
    files.bury();
    assertOpensWith("one");
  }

  /** A process of version 1.0, which stored the mark first, forces a batch and dies behind that. */
  private void dieBeforeTheCommitWord(Journal survivor) throws IOException {
    survivor.lock();
    BatchWriter batch = survivor.newBatch();
    Scribe.add(batch, "never seen by anybody, and longer than what is written over it");
    batch.seal();
    try (FileChannel file =
        FileChannel.open(settings.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file.write(ByteBuffer.wrap(batch.array(), 0, batch.bytes()), batch.start());
      file.force(false);
      new Header(file.map(FileChannel.MapMode.READ_WRITE, 0, Header.BYTES)).durable(batch.end());
    }
    survivor.unlock();
    assertThat(Scribe.durable(survivor)).isGreaterThan(survivor.committed());
  }

  private void assertOpensWith(String... titles) {
    StoreCheck.Report report = StoreCheck.run(settings.file());
    assertThat(report.ok()).as(report.finding()).isTrue();
    List<String> found = new ArrayList<>();
    try (Journal journal = Journal.open(settings, host)) {
      journal.catchUp(Scribe.each(event -> found.add(journal.reader().title(event))));
      assertThat(Scribe.durable(journal)).isEqualTo(journal.committed());
    }
    assertThat(found).containsExactly(titles);
  }
}
