package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store whose files are moved, removed, cut off or written over while it is open. */
class ReplacedTest {
  @TempDir private Path directory;

  private final AgedFiles files = new AgedFiles();
  private Path store;
  private Path lock;
  private Journal journal;
  private long secondTicket;
  private long lastTicket;

  @BeforeEach
  void open() throws IOException {
    store = directory.resolve("store");
    lock = directory.resolve("store.lock");
    JournalSettings settings =
        new JournalSettings(store, SyncMode.OS, Duration.ofMillis(100), 8192);
    journal = Journal.open(settings, files);
    Scribe.fileAs(journal, 1, "first");
    for (int id = 2; id < 200; id++) {
      Scribe.fileAs(journal, id, "ticket " + id);
    }
    files.letBeQuiet(directory);
    Scribe.fileAs(journal, 200, "ticket 200");
    secondTicket = journal.reader().next(journal.reader().first());
    lastTicket = journal.reader().first();
    while (journal.reader().next(lastTicket) < journal.committed()) {
      lastTicket = journal.reader().next(lastTicket);
    }
  }

  /** Files of which some have not changed for long, as far as that is asked for. */
  private static class AgedFiles extends ForwardingFiles {
    private final Map<Object, Instant> aged = new HashMap<>();

    AgedFiles() {
      super(FileAccess.system());
    }

    /** The journal goes by the directory then. Returns when a change would show in its time. */
    void letBeQuiet(Path directory) throws IOException {
      FileStat stat = super.stat(directory.resolve(".")).orElseThrow();
      aged.put(stat.identity(), stat.changed());
      Path clock = Files.createTempFile("ticketd-clock-", "");
      while (!super.stat(clock).orElseThrow().changed().isAfter(stat.changed())) {
        Files.setLastModifiedTime(clock, FileTime.from(Instant.now()));
      }
      Files.delete(clock);
    }

    @Override
    public Optional<FileStat> stat(Path file) throws IOException {
      return super.stat(file)
          .map(
              stat ->
                  stat.changed().equals(aged.get(stat.identity()))
                      ? new FileStat(
                          stat.type(),
                          stat.identity(),
                          stat.size(),
                          stat.changed().minusSeconds(60))
                      : stat);
    }
  }

  @AfterEach
  void close() {
    try {
      journal.close();
    } catch (JournalException e) {
      assertThat(e.kind()).isEqualTo(JournalException.Kind.REPLACED);
    }
  }

  private void assertRefusesToWrite(Path named) {
    for (Runnable write : List.<Runnable>of(journal::tryLock, journal::lock, journal::reopen)) {
      JournalException refusal = catchThrowableOfType(JournalException.class, write::run);
      assertThat(refusal).isNotNull();
      assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(JournalException.Kind.REPLACED);
      assertThat(refusal).hasMessageContaining(named + ": ");
    }
  }

  private String title(long offset) {
    return journal.reader().title(journal.reader().event(offset));
  }

  @Test
  void shouldNoticeThatTheStoreWasRemoved() throws Exception {
    Files.delete(store);
    assertRefusesToWrite(store);
    assertThat(title(secondTicket)).isEqualTo("ticket 2");
    assertThat(store).doesNotExist();
  }

  @Test
  void shouldGoOnOnceTheStoreIsBackInItsPlace() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    Files.move(store, elsewhere);
    assertRefusesToWrite(store);
    Files.move(elsewhere, store);
    Scribe.fileAs(journal, 201, "last");
    assertThat(StoreCheck.run(store).tickets()).isEqualTo(201);
  }

  @Test
  void shouldNoticeThatTheStoreIsAnotherFile() throws Exception {
    Path copy = Files.copy(store, directory.resolve("copy"));
    Files.move(copy, store, StandardCopyOption.REPLACE_EXISTING);
    assertRefusesToWrite(store);
  }

  /** As tar and rsync do it, which also give a directory the times that it had. */
  @Test
  void shouldNoticeAnotherFileInADirectoryWhoseTimeWasPutBack() throws Exception {
    FileTime before = Files.getLastModifiedTime(directory);
    Path copy = Files.copy(store, directory.resolve("copy"));
    Files.move(copy, store, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(directory, before);
    assertRefusesToWrite(store);
  }

  @Test
  void shouldNoticeThatAnEarlierCopyWasWrittenOverIt() throws Exception {
    byte[] copy = Files.readAllBytes(store);
    long end = journal.committed();
    Scribe.fileAs(journal, 201, "after the copy");
    writeOver(copy);
    assertRefusesToWrite(store);
    JournalException refusal = catchThrowableOfType(JournalException.class, journal::lock);
    assertThat(refusal).hasMessageContaining("it ends at " + end + ", where it ended at ");
  }

  private void writeOver(byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
    }
  }

  @Test
  void shouldNoticeThatAnotherStoreWasWrittenOverIt() throws Exception {
    Path other = directory.resolve("other");
    try (Journal another =
        Journal.open(new JournalSettings(other, SyncMode.OS, Duration.ofSeconds(1), 8192))) {
      for (int id = 1; id <= 300; id++) {
        Scribe.fileAs(another, id, "ticket " + id);
      }
    }
    writeOver(Files.readAllBytes(other));
    assertRefusesToWrite(store);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100, 4096, 8192})
  void shouldNoticeThatTheStoreWasCutOff(long size) throws Exception {
    long committed = journal.committed();
    try (FileChannel channel = FileChannel.open(store, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
    letALookBeOld();
    journal.sync();
    assertThat(journal.committed()).isEqualTo(committed);
    List<JournalException.Kind> kinds = new ArrayList<>();
    for (long offset : new long[] {secondTicket, lastTicket}) {
      JournalException failure = catchThrowableOfType(JournalException.class, () -> title(offset));
      if (failure != null) {
        kinds.add(failure.kind());
      }
    }
    assertThat(kinds).containsOnly(JournalException.Kind.REPLACED);
    assertThat(kinds).hasSize(size < 8192 ? 2 : 1);
    assertRefusesToWrite(store);
  }

  /** Longer than a look at the file's size is trusted. */
  private static void letALookBeOld() {
    long until = System.nanoTime() + 2_000_000;
    while (System.nanoTime() < until) {
      Thread.onSpinWait();
    }
  }

  @Test
  void shouldNoticeThatTheStoreWasEmptiedWhileTheDiskWasWaitedFor() {
    Path other = directory.resolve("other");
    AtomicBoolean empties = new AtomicBoolean();
    FileAccess emptying =
        new ForwardingFiles(FileAccess.system()) {
          @Override
          protected OpenFile wrap(Path path, OpenFile file) {
            return new ForwardingFile(file) {
              @Override
              public void force() throws IOException {
                super.force();
                if (empties.get()) {
                  truncate(0);
                }
              }
            };
          }
        };
    JournalSettings settings =
        new JournalSettings(other, SyncMode.ALWAYS, Duration.ofMillis(100), 8192);
    try (Journal emptied = Journal.open(settings, emptying)) {
      Scribe.fileAs(emptied, 1, "first");
      letALookBeOld();
      empties.set(true);
      JournalException refusal =
          catchThrowableOfType(JournalException.class, () -> Scribe.fileAs(emptied, 2, "second"));
      assertThat(refusal.kind()).as(refusal.getMessage()).isEqualTo(JournalException.Kind.REPLACED);
    }
  }

  @Test
  void shouldNotLookAtTheFilesWhileTheirDirectoryIsQuiet() throws Exception {
    AtomicInteger looks = new AtomicInteger();
    Path quiet = Files.createDirectory(directory.resolve("quiet"));
    Path other = quiet.resolve("store");
    AgedFiles counting =
        new AgedFiles() {
          @Override
          public Optional<FileStat> stat(Path file) throws IOException {
            if (file.equals(other)) {
              looks.incrementAndGet();
            }
            return super.stat(file);
          }
        };
    JournalSettings settings = new JournalSettings(other, SyncMode.OS, Duration.ofSeconds(1));
    try (Journal counted = Journal.open(settings, counting)) {
      int opening = looks.get();
      Scribe.fileAs(counted, 1, "just made");
      Scribe.fileAs(counted, 2, "just made");
      assertThat(looks).hasValue(opening + 2);
      counting.letBeQuiet(quiet);
      for (int id = 3; id < 10; id++) {
        Scribe.fileAs(counted, id, "quiet");
      }
      assertThat(looks).hasValue(opening + 3);
      Files.createFile(quiet.resolve("another"));
      Scribe.fileAs(counted, 10, "changed");
      Scribe.fileAs(counted, 11, "changed");
      assertThat(looks).hasValue(opening + 5);
    }
  }

  @Test
  void shouldNoticeThroughALinkThatTheStoreIsAnotherFile() throws Exception {
    Path real = Files.createDirectory(directory.resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    Path linked = link.resolve("store");
    try (Journal open =
        Journal.open(
            new JournalSettings(linked, SyncMode.OS, Duration.ofSeconds(1), 8192), files)) {
      files.letBeQuiet(real);
      files.letBeQuiet(link);
      Scribe.fileAs(open, 1, "first");
      Files.move(real.resolve("store"), real.resolve("elsewhere"));
      assertThat(catchThrowableOfType(JournalException.class, open::tryLock).kind())
          .isEqualTo(JournalException.Kind.REPLACED);
      Files.move(real.resolve("elsewhere"), real.resolve("store"));
      Scribe.fileAs(open, 2, "second");
    }
  }

  @Test
  void shouldNoticeThatTheLockFileWasRemoved() throws Exception {
    Files.delete(lock);
    assertRefusesToWrite(lock);
    assertThat(title(secondTicket)).isEqualTo("ticket 2");
  }

  @Test
  void shouldNoticeThatTheLockFileIsAnother() throws IOException {
    Files.move(
        Files.createFile(directory.resolve("another")), lock, StandardCopyOption.REPLACE_EXISTING);
    assertRefusesToWrite(lock);
  }
}
