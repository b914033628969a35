package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.ticket.Priority;
import ticketd.ticket.TicketCommand;

/** Damages a store at random, opens it, and compares what it then says with what was stored. */
class DamageTest {
  private static final Path STORE = Path.of("/sim/store");
  private static final int CHUNK = 8192;
  private static final int IMAGES = Size.of("images", 1_000, 2_000);
  private static final Set<JournalException.Kind> REFUSALS =
      Set.of(
          JournalException.Kind.DAMAGED,
          JournalException.Kind.NOT_A_STORE,
          JournalException.Kind.NEWER_FORMAT);

  @TempDir private Path directory;

  private byte[] sound;
  private int[] story;

  @BeforeEach
  void writeStore() throws Exception {
    Path original = directory.resolve("original");
    try (Journal journal = Journal.open(settings(original))) {
      Scribe scribe = new Scribe(journal);
      for (int i = 1; i <= 40; i++) {
        scribe.append(Scribe.file("ticket " + i, "d".repeat(i * 7)), Scribe.file("t", ""));
        scribe.append(
            new TicketCommand.Comment(i, "comment " + i),
            new TicketCommand.Prioritise(i, Priority.HIGH));
      }
      story = story(journal);
    }
    sound = Files.readAllBytes(original);
    assertThat(sound.length).isGreaterThan(2 * CHUNK);
  }

  private static JournalSettings settings(Path store) {
    return new JournalSettings(store, SyncMode.ALWAYS, Duration.ZERO, CHUNK);
  }

  /** A number for everything each event says, texts included. */
  private static int[] story(Journal journal) {
    int[] hashes = new int[1000];
    int[] count = {0};
    JournalReader reader = journal.reader();
    for (long at = reader.first(); at < journal.committed(); at = reader.next(at)) {
      StoredEvent event = reader.event(at);
      hashes[count[0]++] =
          31 * reader.recorded(event).hashCode() + reader.comments(event, 9).hashCode();
    }
    journal.catchUp(Scribe.each(event -> assertThat(event.seq()).isLessThanOrEqualTo(count[0])));
    return Arrays.copyOf(hashes, count[0]);
  }

  @Test
  void shouldRefuseFlippedBitsOrTellTheSameStory() {
    Random random = Seed.random();
    int refused = 0;
    for (int i = 0; i < IMAGES; i++) {
      byte[] damaged = sound.clone();
      int at = random.nextInt(i % 4 == 0 ? Header.BYTES : sound.length);
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      refused += isRefused(damaged, random, "bit at " + at) ? 1 : 0;
    }
    assertThat(refused).as("refused").isBetween(IMAGES / 3, IMAGES);
  }

  @Test
  void shouldRefuseACutOffFile() {
    Random random = Seed.random();
    for (int i = 0; i < IMAGES / 4; i++) {
      int length = 1 + random.nextInt(sound.length - 1);
      boolean refused = isRefused(Arrays.copyOf(sound, length), random, "length " + length);
      assertThat(refused).as("length %s", length).isTrue();
    }
  }

  @Test
  void shouldRefuseOverwrittenPiecesOrTellTheSameStory() {
    Random random = Seed.random();
    for (int i = 0; i < IMAGES / 4; i++) {
      byte[] damaged = sound.clone();
      int at = random.nextInt(sound.length / 512) * 512;
      int from = random.nextInt(sound.length / 512) * 512;
      System.arraycopy(sound, from, damaged, at, 512);
      isRefused(damaged, random, "piece " + from + " at " + at);
    }
  }

  /** Opens it as after a restart of the process, or of the system. */
  private boolean isRefused(byte[] content, Random random, String what) {
    String boot = random.nextBoolean() ? FileAccess.system().bootId() : "another";
    SimDisk disk = SimDisk.of(STORE, content, boot);
    StoreCheck.Report report = StoreCheck.run(STORE, disk);
    try (Journal journal = Journal.open(settings(STORE), disk)) {
      assertThat(story(journal)).as(what).isEqualTo(story);
      return false;
    } catch (JournalException e) {
      assertThat(e.kind()).as(what + ": " + e.getMessage()).isIn(REFUSALS);
      assertThat(e).hasMessageContaining(STORE.toString());
      assertThat(report.ok()).as(what + ": " + e.getMessage()).isFalse();
      return true;
    }
  }
}
