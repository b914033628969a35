package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is read whole, to be moved. */
class StoreSourceTest {
  private static final int EVENTS = 40;
  private static final int LONG = 4000;

  @TempDir Path directory;
  private Path file;

  /** Two tickets a batch, with long descriptions. */
  @BeforeEach
  void fill() {
    file = directory.resolve("store");
    try (Journal journal =
        Journal.open(new JournalSettings(file, SyncMode.OS, Duration.ofSeconds(10), 1 << 16))) {
      Scribe scribe = new Scribe(journal);
      for (int i = 0; i < EVENTS; i += 2) {
        scribe.append(Scribe.file("a", "x".repeat(LONG)), Scribe.file("b", "y".repeat(LONG)));
      }
    }
  }

  private List<List<Row>> read(int events, int bytes) {
    List<List<Row>> pieces = new ArrayList<>();
    try (StoreSource source = StoreSource.open(file)) {
      source.read(events, bytes, pieces::add);
    }
    assertThat(pieces.stream().flatMap(List::stream).map(Row::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, EVENTS).boxed().toList());
    return pieces;
  }

  @Test
  void shouldEndAPieceWithTheBatchThatMakesItLongEnough() {
    assertThat(read(EVENTS, 5 * LONG)).isNotEmpty().allMatch(piece -> piece.size() <= 6);
    assertThat(read(EVENTS, 1)).hasSize(EVENTS / 2).allMatch(piece -> piece.size() == 2);
  }

  @Test
  void shouldEndAPieceWithTheBatchThatHasEnoughEvents() {
    assertThat(read(9, Integer.MAX_VALUE).stream().map(List::size)).containsExactly(10, 10, 10, 10);
  }

  @Test
  void shouldBeVerifiedUpToItsEnd() {
    try (StoreSource source = StoreSource.open(file)) {
      source.verify();
      assertThat(source.seq()).isEqualTo(EVENTS);
    }
  }
}
