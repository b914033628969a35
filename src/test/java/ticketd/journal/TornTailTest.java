package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opens what is left when the writing of the last batch ends at any of its bytes. */
class TornTailTest {
  private static final Path STORE = Path.of("/sim/store");

  @TempDir private Path directory;

  /** A store whose last batch is there and not published, and where that batch begins and ends. */
  private byte[] image;

  private int start;
  private int end;

  @BeforeEach
  void writeStore() throws Exception {
    Path original = directory.resolve("original");
    try (Journal journal = Journal.open(settings(original))) {
      Scribe scribe = new Scribe(journal);
      scribe.append(Scribe.file("one", "text"), Scribe.file("two", "text"));
      start = (int) journal.committed();
      scribe.append(Scribe.file("three", "a".repeat(100)), Scribe.file("four", "b".repeat(33)));
      end = (int) journal.committed();
    }
    image = Files.readAllBytes(original);
    ByteBuffer words = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(Header.COMMIT_AT, start);
    words.putLong(Header.DURABLE_AT, start);
  }

  private static JournalSettings settings(Path store) {
    return new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(5));
  }

  @Test
  void shouldCutATailThatEndsAnywhere() {
    for (int cut = start; cut < lastByte(); cut++) {
      assertCut("ends", Arrays.copyOf(image, cut), cut);
      byte[] zeroed = image.clone();
      Arrays.fill(zeroed, cut, zeroed.length, (byte) 0);
      assertCut("zeros", zeroed, cut);
    }
  }

  /** The padding of a record is no part of it. */
  private int lastByte() {
    int last = end;
    while (image[last - 1] == 0) {
      last--;
    }
    return last;
  }

  private void assertCut(String how, byte[] torn, int cut) {
    SimDisk disk = SimDisk.of(STORE, torn, FileAccess.system().bootId());
    try (Journal journal = Journal.open(settings(STORE), disk)) {
      assertThat(titles(journal)).as(how + " " + cut).containsExactly("one", "two");
      assertThat(journal.committed()).isEqualTo(start).isEqualTo(Scribe.durable(journal));
      assertThat(disk.content(STORE).limit()).isLessThanOrEqualTo(torn.length);
      assertThat(StoreCheck.run(STORE, disk).finding()).isEmpty();
      Scribe.fileAs(journal, 3, "another");
    }
    try (Journal journal = Journal.open(settings(STORE), disk)) {
      assertThat(titles(journal)).containsExactly("one", "two", "another");
    }
    assertKept(disk, cut);
  }

  private void assertKept(SimDisk disk, int cut) {
    int length = cut - start;
    while (length > 0 && image[start + length - 1] == 0) {
      length--;
    }
    Path kept = STORE.resolveSibling("store.cut-" + start);
    assertThat(disk.names().contains(kept)).as("kept of %s", cut).isEqualTo(length > 0);
    if (length > 0) {
      assertThat(disk.content(kept)).isEqualTo(ByteBuffer.wrap(image, start, length));
    }
  }

  @Test
  void shouldPublishABatchThatIsWhole() throws Exception {
    Path store = directory.resolve("store");
    Files.write(store, image);
    try (Journal journal = Journal.open(settings(store))) {
      assertThat(titles(journal)).containsExactly("one", "two", "three", "four");
      assertThat(journal.committed()).isEqualTo(end).isEqualTo(Scribe.durable(journal));
    }
  }

  private static List<String> titles(Journal journal) {
    List<String> titles = new ArrayList<>();
    journal.catchUp(Scribe.each(event -> titles.add(journal.reader().title(event))));
    return titles;
  }
}
