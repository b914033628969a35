package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's copy of an order that is kept elsewhere. */
class DeskFileTest {
  private static final int CHUNK = 8192;
  private static final Origin DESK = new Origin(7, 0x5eed, 1_700_000_000_000L);

  @TempDir private Path directory;
  private JournalSettings settings;

  /** The order: each a batch of its own. */
  private final List<byte[]> order = new ArrayList<>();

  private final BatchWriter appending = new BatchWriter(CHUNK, DESK.salt());
  private long end = Header.BYTES;
  private int chain = DESK.salt();

  /** So many calls fail. */
  private int failingWrites;

  private int failingOpens;
  private int failingForces;

  /** How often the writer's lock was given back. */
  private int unlocks;

  private final FileAccess files =
      new ForwardingFiles(FileAccess.system()) {
        @Override
        public OpenFile open(Path file, OpenMode mode) throws IOException {
          if (failingOpens > 0) {
            failingOpens--;
            throw new IOException("planned failure to open");
          }
          return super.open(file, mode);
        }

        @Override
        protected OpenFile wrap(Path path, OpenFile file) {
          return new ForwardingFile(file) {
            @Override
            public void write(ByteBuffer from, long position) throws IOException {
              if (failingWrites > 0) {
                failingWrites--;
                throw new IOException("planned failure to write");
              }
              super.write(from, position);
            }

            @Override
            public void force() throws IOException {
              if (failingForces > 0) {
                failingForces--;
                throw new IOException("planned failure to force");
              }
              super.force();
            }

            @Override
            public void unlock(long position) throws IOException {
              super.unlock(position);
              unlocks += position == 0 ? 1 : 0;
            }
          };
        }
      };

  @BeforeEach
  void makeOrder() {
    settings =
        new JournalSettings(
            directory.resolve("copy"), SyncMode.OS, Duration.ZERO, CHUNK, Optional.of(DESK));
    for (int i = 1; i <= 3; i++) {
      appending.reset(end, i, chain);
      Scribe.add(appending, "ticket " + i);
      appending.seal();
      appending.rows(settings.file()).forEach(row -> order.add(row.record()));
      end = appending.end();
      chain = appending.chain();
    }
  }

  private DeskFile open() {
    return DeskFile.open(settings, files, JournalListener.none());
  }

  /** Copies what the order has more, as a node does that was told how far it goes. */
  private void copy(DeskFile copy) {
    while (copy.seq() < order.size()) {
      copy.add(order.get((int) copy.next() - 1));
      copy.show();
    }
  }

  private static void catchUp(DeskFile copy, List<String> into) {
    copy.replica().catchUp(Scribe.each(event -> into.add(copy.replica().reader().title(event))));
  }

  private void assertWhole(DeskFile copy) {
    assertThat(copy.endsWith(order.size(), chain)).isTrue();
    List<String> titles = new ArrayList<>();
    catchUp(copy, titles);
    assertThat(titles).containsExactly("ticket 1", "ticket 2", "ticket 3");
    assertThat(StoreCheck.run(settings.file()).finding()).isEmpty();
  }

  @Test
  void shouldGoOnAfterAFailedWrite() {
    try (DeskFile copy = open()) {
      copy.add(order.get(0));
      copy.show();
      failingWrites = 1;
      unlocks = 0;
      copy.add(order.get(1));
      assertThat(catchThrowableOfType(JournalException.class, copy::show).kind())
          .isEqualTo(JournalException.Kind.IO);
      assertThat(copy.seq()).isEqualTo(1);
      copy(copy);
      assertWhole(copy);
      // Else another node of the host would take the copy for one that nobody uses.
      assertThat(unlocks).isZero();
    }
  }

  @Test
  void shouldMendBeforeTheNextWriteWhatCouldNotBeMendedAtOnce() {
    try (DeskFile copy = open()) {
      failingWrites = 1;
      failingOpens = 2;
      copy.add(order.get(0));
      JournalException failure = catchThrowableOfType(JournalException.class, copy::show);
      assertThat(failure).hasMessageContaining("planned failure to write");
      assertThat(failure.getSuppressed()).hasSize(1);
      assertThat(catchThrowableOfType(JournalException.class, copy::next))
          .hasMessageContaining("planned failure to open");
      copy(copy);
      assertWhole(copy);
    }
  }

  @Test
  void shouldShowLaterWhatOfItsOwnCouldNotBeWritten() {
    List<String> titles = new ArrayList<>();
    try (DeskFile copy = open()) {
      copy.add(order.get(0));
      copy.add(order.get(1));
      copy.show();
      catchUp(copy, titles);
      BatchWriter own = copy.newBatch();
      Scribe.add(own, "ticket 3");
      own.seal();
      failingWrites = 1;
      failingOpens = 1;
      assertThat(copy.publish(own)).isFalse();
      assertThat(copy.seq()).isEqualTo(2);
      JournalReader reader = copy.replica().reader();
      // No damage: it is committed.
      assertThat(readFailure(reader, own.start())).isEqualTo(JournalException.Kind.FULL);
      assertThat(readFailure(reader, own.end())).isEqualTo(JournalException.Kind.DAMAGED);
      copy(copy);
      assertThat(reader.title(reader.event(own.start()))).isEqualTo("ticket 3");
      assertThat(copy.endsWith(3, chain)).isTrue();
      assertThat(copy.replica().position()).isEqualTo(copy.replica().committed());
    }
    try (DeskFile again = open()) {
      assertWhole(again);
    }
  }

  private static JournalException.Kind readFailure(JournalReader reader, long offset) {
    return catchThrowableOfType(JournalException.class, () -> reader.event(offset)).kind();
  }

  @Test
  void shouldTellOfADamagedCopyThatItMakesAnew() throws IOException {
    try (DeskFile copy = open()) {
      copy(copy);
    }
    byte[] bytes = Files.readAllBytes(settings.file());
    bytes[Header.BYTES + 40] ^= 1;
    Files.write(settings.file(), bytes);
    List<String> told = new ArrayList<>();
    JournalListener listener =
        new JournalListener() {
          @Override
          public void copiedAnew(JournalException damage) {
            told.add(String.valueOf(damage.getMessage()));
          }
        };
    try (DeskFile copy = DeskFile.open(settings, files, listener)) {
      assertThat(told)
          .singleElement()
          .satisfies(why -> assertThat(why).contains(settings.file() + ": damaged"));
      copy(copy);
      assertWhole(copy);
    }
  }

  @Test
  void shouldMakeAStoreAgainWhereThatWasCutShort() throws Exception {
    Path store = directory.resolve("store");
    try (DeskFile copy = open()) {
      copy(copy);
    }
    failingWrites = 1;
    assertThat(makeStore(store)).hasMessageContaining("planned failure");
    assertThat(makeAgain(store)).isEqualTo(3);

    Files.delete(store);
    try (DeskFile copy = open()) {
      copy(copy);
    }
    failingForces = 1;
    assertThat(makeStore(store)).hasMessageContaining("planned failure");
    assertThat(makeAgain(store)).isEqualTo(3);
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("store", "store.lock");
  }

  @Test
  void shouldLeaveACopyAsItWasWhereTheNameIsTaken() throws Exception {
    Path store = Files.createFile(directory.resolve("store"));
    try (DeskFile copy = open()) {
      copy(copy);
    }
    assertThat(makeStore(store)).hasMessageContaining("exists already");
    try (DeskFile copy = open()) {
      assertWhole(copy);
    }
  }

  private JournalException makeStore(Path store) {
    return catchThrowableOfType(
        JournalException.class, () -> DeskFile.makeStore(settings.file(), store, files));
  }

  /** As whoever repeats the copy does it; returns how many events the store has. */
  private int makeAgain(Path store) {
    try (DeskFile copy = open()) {
      copy(copy);
    }
    DeskFile.makeStore(settings.file(), store, files);
    List<String> titles = new ArrayList<>();
    try (Journal made = Journal.open(new JournalSettings(store, SyncMode.OS, Duration.ZERO))) {
      made.catchUp(Scribe.each(event -> titles.add(made.reader().title(event))));
    }
    return titles.size();
  }
}
