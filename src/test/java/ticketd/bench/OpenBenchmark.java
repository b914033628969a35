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
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import ticketd.journal.FileAccess;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.StoreCheck;
import ticketd.journal.SyncMode;
import ticketd.store.OpenStore;

/** From a file with this many events to what can be served. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
    value = 1,
    jvmArgs = {"-Xmx1g"})
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class OpenBenchmark {
  @Param({"1000000", "10000000"})
  public long events;

  private final Scratch scratch = Scratch.inMemory();
  private final JournalSettings settings = scratch.store(SyncMode.OS);

  @Setup
  public void write() {
    try (Journal journal = Journal.open(settings)) {
      Story.tell(journal, events / Story.EVENTS_A_TICKET);
    }
  }

  @TearDown
  public void delete() throws IOException {
    scratch.close();
  }

  /** As a server starts: recovery, verification of every record, the index over all of them. */
  @Benchmark
  public long openWithIndex() {
    OpenStore store = OpenStore.open(settings, FileAccess.system());
    try {
      return store.tickets();
    } finally {
      store.close();
    }
  }

  /** Verification and the decoding of every event, and nothing made of it. */
  @Benchmark
  public long catchUp() {
    try (Journal journal = Journal.open(settings)) {
      journal.catchUp((batch, end) -> {});
      return journal.nextSeq();
    }
  }

  /** The offline check. */
  @Benchmark
  public long check() {
    return StoreCheck.run(settings.file()).events();
  }
}
