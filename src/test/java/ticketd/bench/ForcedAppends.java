package ticketd.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import ticketd.journal.BatchWriter;
import ticketd.journal.Journal;
import ticketd.journal.Refs;
import ticketd.journal.SyncMode;
import ticketd.ticket.Recorded;

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
    double[] ratios = new double[ROUNDS];
    for (int round = -2; round < ROUNDS; round++) {
      double journalRate = journalRate(batchSize, journal);
      double rawRate = rawRate(batchSize, raw, journal);
      if (round >= 0) {
        rawRates[round] = rawRate;
        journalRates[round] = journalRate;
        ratios[round] = journalRate / rawRate;
      }
    }
    Arrays.sort(rawRates);
    Arrays.sort(journalRates);
    Arrays.sort(ratios);
    System.out.printf(
        "batch %3d: journal %s, raw %s, ratio %s%n",
        batchSize, text("%,.0f", journalRates), text("%,.0f", rawRates), text("%.2f", ratios));
  }

  private static String text(String format, double[] sorted) {
    String all = format + " (" + format + " to " + format + ")";
    return String.format(all, sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1]);
  }

  private static double journalRate(int batchSize, Journal journal) {
    Recorded[] events = new Recorded[batchSize];
    long records = 0;
    long nanos = 0;
    while (nanos < ROUND_NANOS) {
      long seq = journal.nextSeq();
      Arrays.setAll(events, i -> Story.filed(seq + i, seq + i));
      long start = System.nanoTime();
      journal.lock();
      BatchWriter batch = journal.newBatch();
      for (Recorded event : events) {
        batch.add(event, Optional.empty(), Refs.NONE);
      }
      journal.append(batch);
      journal.unlock();
      nanos += System.nanoTime() - start;
      records += batchSize;
    }
    return records * 1e9 / nanos;
  }

  /** Of the bytes that the journal stored last. */
  private static double rawRate(int batchSize, FileChannel raw, Journal journal)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocateDirect(RECORD * batchSize);
    long records = 0;
    long nanos = 0;
    try (FileChannel stored = FileChannel.open(journal.file(), StandardOpenOption.READ)) {
      long most = Math.max(1, (journal.committed() - bytes.capacity()) / bytes.capacity());
      while (nanos < ROUND_NANOS) {
        long batch = records / batchSize % most;
        stored.read(bytes.clear(), journal.committed() - (batch + 1) * bytes.capacity());
        long start = System.nanoTime();
        raw.write(bytes.flip(), raw.size());
        raw.force(false);
        nanos += System.nanoTime() - start;
        records += batchSize;
      }
    }
    return records * 1e9 / nanos;
  }
}
