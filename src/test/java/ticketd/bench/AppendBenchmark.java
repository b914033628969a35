package ticketd.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import ticketd.journal.BatchWriter;
import ticketd.journal.Journal;
import ticketd.journal.SyncMode;

/**
 * Batches, each under the lock: in memory, on a disk with a force each, and next to the latter the
 * same bytes written and forced by nothing but the system calls. A batch is the unit: times its
 * size are the records.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {
  @Param({"1", "16", "64", "512"})
  public int batchSize;

  /** A store that is made when it is first written to. */
  private static final class Target implements AutoCloseable {
    final Scratch scratch;
    final Journal journal;
    long id;

    Target(Scratch scratch, SyncMode mode) {
      this.scratch = scratch;
      this.journal = Journal.open(scratch.store(mode));
    }

    long append(int batchSize) {
      journal.lock();
      BatchWriter batch = journal.newBatch();
      for (int i = 0; i < batchSize; i++) {
        Story.file(batch, ++id);
      }
      journal.append(batch);
      journal.unlock();
      return journal.position();
    }

    @Override
    public void close() throws IOException {
      journal.close();
      scratch.close();
    }
  }

  private final Target memory = new Target(Scratch.inMemory(), SyncMode.OS);
  private final Target disk = new Target(Scratch.onDisk(), SyncMode.ALWAYS);
  private final FileChannel raw = disk.scratch.raw();
  private final ByteBuffer bytes = ByteBuffer.allocateDirect(512 * 256);
  private long rawEnd;

  @TearDown
  public void delete() throws IOException {
    raw.close();
    memory.close();
    disk.close();
  }

  @Benchmark
  public long inMemory() {
    return memory.append(batchSize);
  }

  @Benchmark
  public long onDiskForced() {
    return disk.append(batchSize);
  }

  @Benchmark
  public long onDiskForcedRaw() throws IOException {
    bytes.clear().limit(256 * batchSize);
    for (int i = 0; i < bytes.limit(); i += Long.BYTES) {
      bytes.putLong(i, rawEnd + i);
    }
    raw.write(bytes, rawEnd);
    raw.force(false);
    rawEnd += bytes.limit();
    return rawEnd;
  }
}
