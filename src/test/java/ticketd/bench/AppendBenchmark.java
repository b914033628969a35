package ticketd.bench;

import java.io.IOException;
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

/** Batches in memory, each under the lock. A batch is the unit: times its size are the records. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class AppendBenchmark {
  @Param({"1", "16", "64", "512"})
  public int batchSize;

  private final Scratch scratch = Scratch.inMemory();
  private final Journal journal = Journal.open(scratch.store(SyncMode.OS));
  private long id;

  @TearDown
  public void delete() throws IOException {
    journal.close();
    scratch.close();
  }

  @Benchmark
  public long append() {
    journal.lock();
    BatchWriter batch = journal.newBatch();
    for (int i = 0; i < batchSize; i++) {
      Story.file(batch, ++id);
    }
    journal.append(batch);
    journal.unlock();
    return journal.position();
  }
}
