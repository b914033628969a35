package ticketd.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import ticketd.testing.Size;
import ticketd.ticket.TicketCommand;

/**
 * Takes the power away at every moment of a workload, many times over, and opens what is left on
 * the disk.
 */
class PowerLossTest {
  private static final Path STORE = Path.of("/sim/store");
  private static final int CAPACITY = 256 << 10;
  private static final int CHUNK = 64 << 10;

  /** So many times the images that each test looks at. */
  private static final int TIMES = Size.of("times", 1, 2);

  /** What went wrong with an image. */
  private static final class Loss extends RuntimeException {
    private static final long serialVersionUID = 1;

    Loss(String what) {
      super(what);
    }
  }

  @Test
  void shouldLoseNothingThatWasVisibleWhenEveryBatchIsForced() {
    long seed = System.nanoTime();
    assertThat(run(seed, SyncMode.ALWAYS, 8 * TIMES, UnaryOperator.identity(), false))
        .as("images, seed " + seed)
        .isGreaterThan(1_750 * TIMES);
  }

  @Test
  void shouldLoseOnlyASuffixWhenForcedByInterval() {
    long seed = System.nanoTime();
    assertThat(run(seed, SyncMode.INTERVAL, 14 * TIMES, UnaryOperator.identity(), false))
        .as("images, seed " + seed)
        .isGreaterThan(1_750 * TIMES);
  }

  @Test
  void shouldLoseOnlyASuffixWhenTheKernelDecides() {
    long seed = System.nanoTime();
    assertThat(run(seed, SyncMode.OS, 20 * TIMES, UnaryOperator.identity(), false))
        .as("images, seed " + seed)
        .isGreaterThan(1_750 * TIMES);
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_FORCE", "NO_CHAIN", "PUBLISH_BEFORE_FORCE", "TRUST_COMMIT_WORD"})
  void shouldFindThePlantedFault(PlantedFault fault) {
    assertFound(
        seed -> run(seed, SyncMode.ALWAYS, 20, files -> new CarelessFiles(files, fault), false));
  }

  @Test
  void shouldFindAnAcknowledgementThatComesTooEarly() {
    assertFound(seed -> run(seed, SyncMode.ALWAYS, 6, UnaryOperator.identity(), true));
  }

  /**
   * A store that does not chain its records survives one workload in forty by luck, so a fault may
   * take up to eight.
   */
  private static void assertFound(LongConsumer workload) {
    long first = System.nanoTime();
    assertThatThrownBy(() -> LongStream.range(first, first + 8).forEach(workload))
        .as("seeds from " + first)
        .isInstanceOf(Loss.class);
  }

  /**
   * Runs the workload and checks images of the disk at each of its steps.
   *
   * @return how many images were checked
   */
  private static int run(
      long seed,
      SyncMode mode,
      int imagesAStep,
      UnaryOperator<FileAccess> careless,
      boolean hasty) {
    Workload workload = new Workload(seed, mode, imagesAStep, careless, hasty);
    workload.run();
    return workload.images;
  }

  private static final class Workload {
    private final Random random;
    private final SyncMode mode;
    private final int imagesAStep;
    private final UnaryOperator<FileAccess> careless;
    private final boolean hasty;
    private final SimDisk disk = new SimDisk(CAPACITY);
    private final JournalSettings settings;

    /** Every batch that was ever written, whether or not it was acknowledged. */
    private final Set<Written> attempted = new HashSet<>();

    private long acknowledged = Header.BYTES;
    private int images;

    private record Written(long start, long end, int lastCrc) {}

    Workload(
        long seed,
        SyncMode mode,
        int imagesAStep,
        UnaryOperator<FileAccess> careless,
        boolean hasty) {
      this.random = new Random(seed);
      this.mode = mode;
      this.imagesAStep = imagesAStep;
      this.careless = careless;
      this.hasty = hasty;
      this.settings = new JournalSettings(STORE, mode, Duration.ZERO, CHUNK);
    }

    void run() {
      Journal journal = Journal.open(settings, careless.apply(disk));
      Scribe scribe = new Scribe(journal);
      disk.onStep(this::checkImages);
      for (int i = 0; i < 60; i++) {
        if (random.nextInt(4) == 0) {
          writeAndDie(journal, scribe.copy());
        }
        append(journal, scribe);
        if (mode == SyncMode.INTERVAL && random.nextInt(4) == 0) {
          journal.sync();
        }
        checkImages();
        if (random.nextInt(12) == 0) {
          disk.kill();
          journal = Journal.open(settings, careless.apply(disk));
          journal.catchUp((batch, end) -> {});
          scribe.goOnWith(journal);
        }
      }
    }

    private void append(Journal journal, Scribe scribe) {
      journal.lock();
      BatchWriter batch = attempt(scribe);
      if (hasty) {
        acknowledged = batch.end();
      }
      journal.append(batch);
      acknowledged = batch.end();
      journal.unlock();
    }

    /**
     * Another process that is killed between its write and its commit; where each batch is forced,
     * perhaps one of version 1.0 that had stored the durable mark.
     */
    private void writeAndDie(Journal journal, Scribe scribe) {
      journal.lock();
      BatchWriter batch = attempt(scribe);
      if (mode == SyncMode.ALWAYS && random.nextBoolean()) {
        disk.storeForced(STORE, batch.start(), batch.array(), batch.bytes());
        new Header(disk.content(STORE)).durable(batch.end());
        disk.noteMapped();
      } else {
        disk.store(STORE, batch.start(), batch.array(), batch.bytes());
      }
      journal.unlock();
    }

    /** Of few lengths, so that what one batch leaves of another often begins at a record. */
    private BatchWriter attempt(Scribe scribe) {
      TicketCommand[] commands = new TicketCommand[1 + random.nextInt(4)];
      Arrays.setAll(commands, i -> Scribe.file("title", "d".repeat(400 * random.nextInt(3))));
      BatchWriter batch = scribe.batch(Optional.empty(), commands);
      batch.seal();
      attempted.add(new Written(batch.start(), batch.end(), batch.chain()));
      return batch;
    }

    private void checkImages() {
      for (int i = 0; i < imagesAStep; i++) {
        int piece = random.nextBoolean() ? SimDisk.PAGE : SimDisk.SECTOR;
        check(disk.afterPowerLoss(random, piece), piece);
        images++;
      }
    }

    private void check(SimDisk image, int piece) {
      Header live = new Header(disk.content(STORE));
      long visible = Math.max(acknowledged, live.commit());
      long required = mode == SyncMode.ALWAYS ? visible : live.durable();
      long generation = live.generation();
      Journal journal;
      try {
        journal = Journal.open(settings, careless.apply(image));
        journal.catchUp((batch, end) -> {});
      } catch (JournalException e) {
        throw new Loss("image " + images + " in pieces of " + piece + ": " + e.getMessage());
      }
      long end = journal.committed();
      if (end < required) {
        throw new Loss(required - end + " bytes that must be there are lost");
      }
      if (end < visible && journal.generation() == generation) {
        throw new Loss("history was cut and the generation is the same");
      }
      explain(image, required);
    }

    /**
     * Up to {@code kept} the records are those of the live store; behind it come batches that were
     * written whole. The sum of a record vouches, by the chain, for everything before it.
     */
    private void explain(SimDisk image, long kept) {
      NavigableMap<Long, Integer> found = batchEnds(image);
      NavigableMap<Long, Integer> live = batchEnds(disk);
      long start = Header.BYTES;
      for (Map.Entry<Long, Integer> batch : found.entrySet()) {
        long end = batch.getKey();
        if (end <= kept
            ? !batch.getValue().equals(live.get(end))
            : !attempted.contains(new Written(start, end, batch.getValue()))) {
          throw new Loss("nobody wrote the batch from " + start + " to " + end);
        }
        start = end;
      }
    }

    /** Where each batch ends, with the sum of its last record. */
    private static NavigableMap<Long, Integer> batchEnds(SimDisk disk) {
      ByteBuffer content = disk.content(STORE);
      RecordScanner scanner =
          new RecordScanner(
              (offset, into, at, length) -> {
                content.get((int) offset, into, at, length);
                return length;
              },
              CHUNK,
              new Header(content).salt());
      NavigableMap<Long, Integer> ends = new TreeMap<>();
      while (scanner.next(content.limit())) {
        if (scanner.endsBatch()) {
          ends.put(scanner.position(), scanner.chain());
        }
      }
      return ends;
    }
  }
}
