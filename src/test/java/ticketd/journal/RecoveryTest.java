package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The one rule, case by case, on the bytes that a crash leaves. */
class RecoveryTest {
  private static final Path STORE = Path.of("/sim/store");
  private static final String BOOT = "this boot";

  private static JournalSettings settings(SyncMode mode) {
    return new JournalSettings(STORE, mode, Duration.ZERO, 64 << 10);
  }

  /** A store with three tickets, a batch each. */
  private static final class Image {
    final byte[] bytes;
    final ByteBuffer words;
    final long generation;
    final long secondBatch;
    final long thirdBatch;
    final long end;

    /** As its processes leave it when they are killed, or closed. */
    Image(SyncMode mode, boolean closed) {
      SimDisk disk = SimDisk.of(STORE, new byte[0], BOOT);
      Journal journal = Journal.open(settings(mode), disk);
      Scribe.fileAs(journal, 1, "one");
      secondBatch = journal.committed();
      Scribe.fileAs(journal, 2, "two");
      thirdBatch = journal.committed();
      Scribe.fileAs(journal, 3, "three");
      end = journal.committed();
      generation = journal.generation();
      if (closed) {
        journal.close();
      }
      ByteBuffer content = disk.content(STORE);
      bytes = new byte[content.remaining()];
      content.get(bytes);
      words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    Image word(int at, long value) {
      words.putLong(at, value);
      return this;
    }

    /** The disk holds nothing from {@code offset} on. */
    Image lose(long offset) {
      Arrays.fill(bytes, (int) offset, bytes.length, (byte) 0);
      return this;
    }

    Journal open(SyncMode mode, String bootId) {
      return open(mode, bootId, JournalListener.none());
    }

    Journal open(SyncMode mode, String bootId, JournalListener listener) {
      return Journal.open(settings(mode), SimDisk.of(STORE, bytes, bootId), listener);
    }

    JournalException refused(String bootId) {
      JournalException refusal =
          catchThrowableOfType(JournalException.class, () -> open(SyncMode.ALWAYS, bootId));
      assertThat(refusal.kind()).isEqualTo(JournalException.Kind.DAMAGED);
      return refusal;
    }
  }

  private static List<String> titles(Journal journal) {
    List<String> titles = new ArrayList<>();
    journal.catchUp(Scribe.each(event -> titles.add(journal.reader().title(event))));
    return titles;
  }

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldPublishWhatIsWholeBeyondTheCommitWord(SyncMode mode) {
    Image image = new Image(mode, false);
    image.word(Header.COMMIT_AT, image.secondBatch).word(Header.DURABLE_AT, image.secondBatch);
    for (String boot : List.of(BOOT, "another")) {
      try (Journal journal = image.open(mode, boot)) {
        assertThat(titles(journal)).containsExactly("one", "two", "three");
        assertThat(Scribe.durable(journal)).isEqualTo(image.end);
      }
    }
  }

  private static JournalListener into(List<Loss> losses) {
    return new JournalListener() {
      @Override
      public void lost(Loss loss) {
        losses.add(loss);
      }
    };
  }

  @Test
  void shouldBeginAtTheDurableMarkAfterALossOfPower() {
    Image image = new Image(SyncMode.INTERVAL, false);
    image.word(Header.DURABLE_AT, image.secondBatch).lose(image.thirdBatch);
    try (Journal journal = image.open(SyncMode.INTERVAL, "another")) {
      assertThat(titles(journal)).containsExactly("one", "two");
      assertThat(journal.generation()).isGreaterThan(image.generation);
    }
    assertThat(image.refused(BOOT)).hasMessageContaining("offset " + image.thirdBatch);
  }

  @Test
  void shouldChangeTheGenerationWhenTheDiskLostWhatWasForced() {
    Image image = new Image(SyncMode.ALWAYS, false);
    image.word(Header.DURABLE_AT, image.thirdBatch).lose(image.thirdBatch);
    List<Loss> losses = new ArrayList<>();
    try (Journal journal = image.open(SyncMode.ALWAYS, "another", into(losses))) {
      assertThat(titles(journal)).containsExactly("one", "two");
      assertThat(journal.generation()).isGreaterThan(image.generation);
      assertThat(losses)
          .containsExactly(
              new Loss(STORE, true, image.thirdBatch, Optional.empty(), journal.generation()));
    }
  }

  /** A torn record in what was acknowledged takes what follows it along; all of it is kept. */
  @Test
  void shouldKeepTheAcknowledgedHistoryThatItCutsBesideTheStore() {
    Image image = new Image(SyncMode.INTERVAL, false);
    image.word(Header.DURABLE_AT, image.secondBatch);
    image.bytes[(int) image.secondBatch + 40] ^= 1;
    SimDisk disk = SimDisk.of(STORE, image.bytes, "another");
    Path aside = Path.of(STORE + ".cut-" + image.secondBatch);
    List<Loss> losses = new ArrayList<>();
    try (Journal journal = Journal.open(settings(SyncMode.INTERVAL), disk, into(losses))) {
      assertThat(titles(journal)).containsExactly("one");
      assertThat(journal.generation()).isGreaterThan(image.generation);
      assertThat(losses)
          .containsExactly(
              new Loss(STORE, true, image.secondBatch, Optional.of(aside), journal.generation()));
    }
    int length = (int) (image.end - image.secondBatch);
    ByteBuffer kept = disk.content(aside);
    assertThat(kept.remaining()).isBetween(length - RecordDescriptor.ALIGNMENT, length);
    assertThat(kept)
        .isEqualTo(ByteBuffer.wrap(image.bytes, (int) image.secondBatch, kept.remaining()));
  }

  @Test
  void shouldChangeTheGenerationWhenASuffixMayBeMissingWithoutATrace() {
    for (SyncMode mode : List.of(SyncMode.INTERVAL, SyncMode.OS)) {
      Image image = new Image(mode, false);
      image.word(Header.COMMIT_AT, image.secondBatch).lose(image.secondBatch);
      image.word(Header.DURABLE_AT, image.secondBatch);
      List<Loss> losses = new ArrayList<>();
      try (Journal journal = image.open(SyncMode.ALWAYS, "another", into(losses))) {
        assertThat(titles(journal)).containsExactly("one");
        assertThat(journal.generation()).isGreaterThan(image.generation);
        assertThat(losses)
            .containsExactly(
                new Loss(STORE, false, image.secondBatch, Optional.empty(), journal.generation()));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldKeepTheGenerationOfAStoreThatWasClosed(SyncMode mode) {
    Image image = new Image(mode, true);
    List<Loss> losses = new ArrayList<>();
    try (Journal journal = image.open(mode, "another", into(losses))) {
      assertThat(titles(journal)).containsExactly("one", "two", "three");
      assertThat(journal.generation()).isEqualTo(image.generation);
      assertThat(losses).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(SyncMode.class)
  void shouldKeepTheGenerationWhenItsProcessesWereOnlyKilled(SyncMode mode) {
    Image image = new Image(mode, false);
    try (Journal journal = image.open(SyncMode.ALWAYS, BOOT)) {
      assertThat(titles(journal)).containsExactly("one", "two", "three");
      assertThat(journal.generation()).isEqualTo(image.generation);
      assertThat(Scribe.durable(journal)).isEqualTo(image.end);
    }
  }

  /** After a loss of power nobody knows whether that is all that was acknowledged. */
  @Test
  void shouldRefuseADurableMarkBehindTheLastBatch() {
    Image image = new Image(SyncMode.ALWAYS, false);
    image.word(Header.DURABLE_AT, image.end + RecordDescriptor.ALIGNMENT);
    assertThat(image.refused("another")).hasMessageContaining("offset " + image.end);
    assertThat(StoreCheck.run(STORE, SimDisk.of(STORE, image.bytes, "another")).ok()).isFalse();
  }

  /** As a process leaves it that died between mark and word, the last of which is sound. */
  @Test
  void shouldOpenWithADurableMarkBehindWhatWasPublished() {
    Image image = new Image(SyncMode.ALWAYS, false);
    image.word(Header.COMMIT_AT, image.thirdBatch).bytes[(int) image.thirdBatch + 40] ^= 1;
    assertOpensWith(image, SimDisk.of(STORE, image.bytes, BOOT), "one", "two");
    for (String boot : List.of(BOOT, "another")) {
      Image closed = new Image(SyncMode.ALWAYS, true);
      closed.word(Header.DURABLE_AT, closed.end + 2 * RecordDescriptor.ALIGNMENT);
      assertOpensWith(closed, SimDisk.of(STORE, closed.bytes, boot), "one", "two", "three");
    }
  }

  /** And shows so many of them to whoever opens it after that, power lost or not. */
  private static void assertOpensWith(Image image, SimDisk disk, String... titles) {
    assertThat(StoreCheck.run(STORE, disk).ok()).isTrue();
    List<Loss> losses = new ArrayList<>();
    Journal opened = Journal.open(settings(SyncMode.ALWAYS), disk, into(losses));
    assertThat(titles(opened)).containsExactly(titles);
    assertThat(Scribe.durable(opened)).isEqualTo(opened.committed());
    assertThat(opened.generation()).isEqualTo(image.generation);
    assertThat(losses).isEmpty();
    opened.close();
    SimDisk later = disk.afterPowerLoss(new Random(1), SimDisk.SECTOR);
    try (Journal again = Journal.open(settings(SyncMode.ALWAYS), later)) {
      assertThat(titles(again)).containsExactly(titles);
    }
  }

  @Test
  void shouldRefuseDamageBelowTheCommitWordWhateverTheMarkSays() {
    for (String boot : List.of(BOOT, "another")) {
      Image image = new Image(SyncMode.ALWAYS, true);
      image.word(Header.DURABLE_AT, image.end + RecordDescriptor.ALIGNMENT);
      image.bytes[(int) image.thirdBatch + 40] ^= 1;
      assertThat(StoreCheck.run(STORE, SimDisk.of(STORE, image.bytes, boot)).ok()).isFalse();
      assertThat(image.refused(boot)).hasMessageContaining("offset " + image.thirdBatch);
    }
  }

  @Test
  void shouldRefuseAMarkInsideARecord() {
    Image image = new Image(SyncMode.ALWAYS, false);
    image.word(Header.DURABLE_AT, image.secondBatch + RecordDescriptor.ALIGNMENT);
    assertThat(image.refused("another")).hasMessageContaining("offset " + image.secondBatch);
  }

  @Test
  void shouldRefuseANumberOutOfTurnThoughItsRecordIsSound() {
    Image image = new Image(SyncMode.ALWAYS, false);
    int at = (int) image.thirdBatch;
    RecordDescriptor.seal(
        image.bytes,
        at,
        RecordDescriptor.length(image.bytes, at),
        4,
        RecordDescriptor.previousCrc(image.bytes, at),
        RecordDescriptor.type(image.bytes, at),
        RecordDescriptor.FLAG_END_OF_BATCH,
        image.words.getInt(Header.SALT_AT));
    assertThat(image.refused(BOOT))
        .hasMessageContaining("offset " + image.thirdBatch)
        .hasMessageContaining("number 4 in place of 3");
  }

  @Test
  void shouldRefuseAnEventOfALaterSchema() {
    Image image = new Image(SyncMode.ALWAYS, false);
    int at = (int) image.thirdBatch;
    image.bytes[at + RecordDescriptor.SCHEMA_AT] = RecordDescriptor.SCHEMA_WITH_BLOCK + 1;
    image.words.putInt(at + RecordDescriptor.CRC_AT, crcOfSalted(image, at));
    JournalException refusal =
        catchThrowableOfType(JournalException.class, () -> image.open(SyncMode.ALWAYS, BOOT));
    assertThat(refusal.kind()).isEqualTo(JournalException.Kind.NEWER_FORMAT);
    assertThat(refusal).hasMessageContaining("offset " + at);
  }

  /** The sum as docs/store-format.md describes it. */
  private static int crcOfSalted(Image image, int at) {
    byte[] record =
        Arrays.copyOfRange(image.bytes, at, at + RecordDescriptor.length(image.bytes, at));
    ByteBuffer.wrap(record)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(RecordDescriptor.CRC_AT, image.words.getInt(Header.SALT_AT));
    CRC32C crc = new CRC32C();
    crc.update(record);
    return (int) crc.getValue();
  }
}
