package ticketd.journal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.BatchWriter;
import ticketd.journal.FileAccess;
import ticketd.journal.ForwardingFiles;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.Refs;
import ticketd.journal.StorageFullException;
import ticketd.journal.StoreCheck;
import ticketd.journal.SyncMode;
import ticketd.testing.Phrases;
import ticketd.testing.Seed;
import ticketd.ticket.Identity;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketRules;

class TextIndexerTest {
  private static final Levels LEVELS = new Levels(8, 4, 2);

  private final Random random = Seed.random();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private volatile boolean full;
  private volatile boolean broken;
  private volatile long room = Long.MAX_VALUE;
  private volatile boolean denied;
  private long filed;
  private Identity by = Identity.of("Ana").orElseThrow();
  @TempDir Path directory;
  private Journal journal;
  private Optional<TextIndexer> running = Optional.empty();

  private final ForwardingFiles files =
      new ForwardingFiles(FileAccess.system()) {
        @Override
        public Optional<FileStat> stat(Path file) throws IOException {
          if (denied && file.startsWith(texts())) {
            throw new AccessDeniedException(file.toString());
          }
          return super.stat(file);
        }

        @Override
        public long room(Path existing) {
          return room;
        }

        @Override
        protected OpenFile wrap(Path path, OpenFile file) {
          return new ForwardingFile(file) {
            @Override
            public void write(ByteBuffer from, long position) throws IOException {
              if (full && path.startsWith(texts())) {
                throw new StorageFullException("no room", new IOException("planted"));
              }
              if (broken && path.startsWith(texts())) {
                throw new IllegalStateException("planted");
              }
              super.write(from, position);
            }
          };
        }
      };

  private Path store() {
    return directory.resolve("tickets");
  }

  private Path texts() {
    return directory.resolve("tickets.text");
  }

  @BeforeEach
  void open() {
    journal =
        Journal.open(new JournalSettings(store(), SyncMode.OS, Duration.ofSeconds(10)), files);
  }

  @AfterEach
  void close() {
    running.ifPresent(TextIndexer::close);
    journal.close();
  }

  private TextIndexer start() {
    running.ifPresent(TextIndexer::close);
    TextIndexer indexer = new TextIndexer(journal, LEVELS, warnings::add);
    running = Optional.of(indexer);
    indexer.start();
    return indexer;
  }

  private void file(int tickets) {
    journal.lock();
    BatchWriter batch = journal.newBatch();
    for (int n = 0; n < tickets; n++) {
      Stamp stamp = new Stamp(by, Instant.EPOCH, batch.nextSeq());
      TicketCommand.File file = TicketCommand.File.of("a ticket", Phrases.of(random, 12));
      batch.add(
          new Recorded(stamp, TicketRules.file(file, ++filed, stamp)), Optional.empty(), Refs.NONE);
    }
    journal.append(batch);
    journal.unlock();
  }

  private List<String> names() throws IOException {
    List<String> names = new ArrayList<>();
    if (Files.notExists(texts())) {
      return names;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(texts())) {
      entries.forEach(
          entry -> names.add(entry.getFileName().toString().replaceFirst("^[0-9]+-", "")));
    }
    return names;
  }

  private void awaitNames(String... names) {
    await().untilAsserted(() -> assertThat(names()).containsExactlyInAnyOrder(names));
  }

  @Test
  void shouldMakeNothingOfAFewEvents() {
    file(7);
    TextIndexer indexer = start();
    file(1);
    await().until(() -> indexer.index().covered() == 8);
    running.ifPresent(TextIndexer::close);
    assertThat(warnings).isEmpty();
  }

  /** The system's exception says but the name. */
  @Test
  void shouldTellThatItLacksRights() {
    denied = true;
    file(7);
    start();
    await()
        .untilAsserted(
            () ->
                assertThat(warnings)
                    .containsExactly(
                        "search goes without its index where that is behind: "
                            + texts()
                            + ": permission denied"));
  }

  @Test
  void shouldMergeWhatIsBehindEachOther() {
    file(8 * 9 + 3);
    start();
    awaitNames("1-32", "33-64", "65-72");
    file(5);
    awaitNames("1-32", "33-64", "65-72", "73-80");
  }

  @Test
  void shouldGoWithoutAnIndexWhileTheStorageIsFull() throws IOException {
    full = true;
    file(16);
    TextIndexer indexer = start();
    await().until(() -> !warnings.isEmpty());
    assertThat(warnings).singleElement().asString().contains("no room");
    assertThat(indexer.index().covered()).isZero();
    assertThat(names()).isEmpty();
    full = false;
    await().until(() -> indexer.index().covered() == 16);
  }

  /** What is merged is there twice for a while: tickets need the room more. */
  @Test
  void shouldMergeOnlyWhereThatLeavesRoomForTickets() throws IOException {
    room = 1_000;
    file(8 * 9);
    TextIndexer indexer = start();
    await().until(() -> indexer.index().covered() == 8 * 9);
    assertThat(names()).hasSize(9);
    room = Long.MAX_VALUE;
    awaitNames("1-32", "33-64", "65-72");
    running.ifPresent(TextIndexer::close);
    assertThat(warnings).isEmpty();
  }

  @Test
  void shouldGoOnAfterWhatNobodyForesaw() {
    broken = true;
    file(16);
    TextIndexer indexer = start();
    await().until(() -> !warnings.isEmpty());
    assertThat(warnings).singleElement().asString().endsWith("IllegalStateException: planted");
    broken = false;
    await().until(() -> indexer.index().covered() == 16);
  }

  @Test
  void shouldTakeAwayWhatAKilledProcessLeft() throws IOException {
    Files.createDirectory(texts());
    Files.write(texts().resolve("making-1-5-1-8"), new byte[100]);
    Files.write(texts().resolve("making-1-5-1-8.0"), new byte[100]);
    file(8);
    start();
    awaitNames("1-8");
  }

  @Test
  void shouldReplaceSegmentsOfAnotherGenerationStoreHistoryOrProgram() throws IOException {
    file(8);
    start();
    awaitNames("1-8");
    running.ifPresent(TextIndexer::close);
    long generation = journal.generation();
    Path right = texts().resolve(generation + "-1-8");
    byte[] bytes = Files.readAllBytes(right);
    // Its own bytes under names that say something else; then the header of another fold.
    Files.write(texts().resolve((generation - 1) + "-1-8"), bytes);
    Files.write(texts().resolve(generation + "-9-16"), bytes);
    Files.write(texts().resolve(generation + "-1-7"), bytes);
    byte[] folded = bytes.clone();
    folded[12]++;
    Files.write(right, folded);
    TextIndexer again = start();
    awaitNames("1-8");
    await().until(() -> again.index().covered() == 8);
    assertThat(Files.readAllBytes(right)).isEqualTo(bytes);
    assertThat(warnings)
        .hasSize(4)
        .anyMatch(line -> line.contains("of another generation"))
        .anyMatch(line -> line.contains("of another part of the journal"))
        .anyMatch(line -> line.contains("and fold"));
  }

  @Test
  void shouldRefuseSegmentsOfAHistoryThatIsNoMore() throws IOException {
    byte[] before = Files.readAllBytes(store());
    random.setSeed(1);
    file(8);
    start();
    awaitNames("1-8");
    running.ifPresent(TextIndexer::close);
    running = Optional.empty();
    Path segment = texts().resolve(journal.generation() + "-1-8");
    byte[] old = Files.readAllBytes(segment);
    journal.close();
    // A back-up that was put back by hand, and then others file in the same places.
    Files.write(store(), before);
    open();
    filed = 0;
    random.setSeed(1);
    by = Identity.of("Bob").orElseThrow();
    file(8);
    TextIndexer again = start();
    await().until(() -> again.index().covered() == 8);
    assertThat(Files.readAllBytes(segment)).isNotEqualTo(old);
    assertThat(warnings).singleElement().asString().contains("of another history");
  }

  @Test
  void shouldTellInACheckWhatTheJournalDoesNotGive() throws IOException {
    file(40);
    start();
    awaitNames("1-32", "33-40");
    running.ifPresent(TextIndexer::close);
    assertThat(check()).isEmpty();
    Path one = texts().resolve(journal.generation() + "-1-32");
    Path other = texts().resolve(journal.generation() + "-33-40");
    byte[] bytes = Files.readAllBytes(other);
    bytes[bytes.length / 2] ^= 1;
    Files.write(other, bytes);
    // Right by itself, and of nothing that was filed.
    SegmentHeader header = SegmentHeader.decode(Arrays.copyOf(Files.readAllBytes(one), 128));
    Files.delete(one);
    try (SegmentWriter out = new SegmentWriter(files, one)) {
      out.finish(header.name(), header.salt(), header.lastOffset(), header.lastCrc(), 1, 0);
    }
    assertThat(check())
        .hasSize(2)
        .anyMatch(line -> line.contains("1-32: not what the journal gives"))
        .anyMatch(line -> line.contains("33-40: wrong checksum"));
  }

  @Test
  void shouldCheckTheStoreWhereItsIndexCannotBeCompared() throws IOException {
    file(8);
    start();
    awaitNames("1-8");
    running.ifPresent(TextIndexer::close);
    assertUncompared(directory.resolve("none"), "ticketd-check", "does not exist");
    Files.delete(texts().resolve(journal.generation() + "-1-8"));
    assertUncompared(directory.resolve("none"));
    Files.delete(texts());
    Files.createFile(texts());
    assertUncompared(directory, texts() + " is no directory of this user");
  }

  private void assertUncompared(Path temporary, String... words) throws IOException {
    try (TextCheck check = new TextCheck(store(), temporary)) {
      assertThat(StoreCheck.run(store(), check).ok()).isTrue();
      assertThat(check.findings()).isEmpty();
      assertThat(check.uncompared().isPresent()).isEqualTo(words.length > 0);
      assertThat(words).allSatisfy(w -> assertThat(check.uncompared().orElseThrow()).contains(w));
    }
  }

  private List<String> check() throws IOException {
    try (TextCheck check = new TextCheck(store())) {
      assertThat(StoreCheck.run(store(), check).ok()).isTrue();
      return check.findings();
    }
  }
}
