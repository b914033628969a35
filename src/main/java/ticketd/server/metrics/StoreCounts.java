package ticketd.server.metrics;

import java.nio.file.Path;
import java.util.function.Consumer;
import ticketd.journal.JournalListener;
import ticketd.meter.Buckets;
import ticketd.meter.Histogram;

/** What this process stored, and what it took. For any thread. */
public final class StoreCounts {
  private final Histogram forcedNanos = new Histogram(Buckets.NANOS);
  private final Histogram lockWaitNanos = new Histogram(Buckets.NANOS);

  /**
   * Counts what the journal meets; of files that were open to others it tells {@code tightened}.
   */
  public JournalListener listener(Consumer<Path> tightened) {
    return new JournalListener() {
      @Override
      public void tightened(Path file) {
        tightened.accept(file);
      }

      @Override
      public void forced(long nanos) {
        forcedNanos.observe(nanos);
      }

      @Override
      public void waitedForLock(long nanos) {
        lockWaitNanos.observe(nanos);
      }
    };
  }

  Histogram forcedNanos() {
    return forcedNanos;
  }

  Histogram lockWaitNanos() {
    return lockWaitNanos;
  }
}
