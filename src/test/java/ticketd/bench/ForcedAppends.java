package ticketd.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import ticketd.journal.BatchWriter;
import ticketd.journal.Journal;
import ticketd.journal.SyncMode;

/**
 * How much of what the disk can do is left: batches that are forced one by one, by the journal and,
 * in turns with it on the same disk, by nothing but write and fdatasync of as many bytes. Run by
 * {@code mvn -Pbench test -DskipTests -Dbench.main=ticketd.bench.ForcedAppends}; the directory is
 * {@code -Dbench.disk=…}, else target/.
 */
final class ForcedAppends {
  private static final int ROUNDS = 15;
  private static final long ROUND_NANOS = 200_000_000;
  private static final int RECORD = 256;

  private ForcedAppends() {}

  public static void main(String[] args) throws IOException {
    System.out.println("records/s, median of " + ROUNDS + " rounds (lowest to highest)");
    for (int batchSize : new int[] {1, 16, 64, 512}) {
      try (Scratch scratch = Scratch.onDisk();
          FileChannel raw = scratch.raw();
          Journal journal = Journal.open(scratch.store(SyncMode.ALWAYS))) {
        compare(batchSize, raw, journal);
      }
    }
  }

  private static void compare(int batchSize, FileChannel raw, Journal journal) throws IOException {
    double[] rawRates = new double[ROUNDS];
    double[] journalRates = new double[ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      double rawRate = rawRate(batchSize, raw);
      double journalRate = journalRate(batchSize, journal);
      if (round >= 0) {
        rawRates[round] = rawRate;
        journalRates[round] = journalRate;
      }
    }
    Arrays.sort(rawRates);
    Arrays.sort(journalRates);
    System.out.printf(
        "batch %3d: journal %s, raw %s, ratio %.2f%n",
        batchSize,
        text(journalRates),
        text(rawRates),
        journalRates[ROUNDS / 2] / rawRates[ROUNDS / 2]);
  }

  private static String text(double[] rates) {
    return String.format("%,.0f (%,.0f to %,.0f)", rates[ROUNDS / 2], rates[0], rates[ROUNDS - 1]);
  }

  private static double journalRate(int batchSize, Journal journal) {
    long id = journal.nextSeq();
    long records = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < ROUND_NANOS) {
      journal.lock();
      BatchWriter batch = journal.newBatch();
      for (int i = 0; i < batchSize; i++) {
        Story.file(batch, id++);
      }
      journal.append(batch);
      journal.unlock();
      records += batchSize;
    }
    return records * 1e9 / (System.nanoTime() - start);
  }

  private static double rawRate(int batchSize, FileChannel raw) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(RECORD * batchSize);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    for (int i = 0; i < bytes.capacity(); i += Long.BYTES) {
      bytes.putLong(i, random.nextLong());
    }
    long records = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < ROUND_NANOS) {
      raw.write(bytes.rewind(), raw.size());
      raw.force(false);
      records += batchSize;
    }
    return records * 1e9 / (System.nanoTime() - start);
  }
}
