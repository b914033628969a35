package ticketd.server.metrics;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.Loss;
import ticketd.meter.Buckets;
import ticketd.meter.Histogram;
import ticketd.store.StoreMeter;

/** What this process stored, and what it took. For any thread. */
public final class StoreCounts implements StoreMeter {
  private static final Set<JournalException.Kind> OF_AN_OPEN_STORE =
      EnumSet.of(
          JournalException.Kind.FULL,
          JournalException.Kind.IO,
          JournalException.Kind.SYNC_FAILED,
          JournalException.Kind.LOCK_TIMEOUT,
          JournalException.Kind.REPLACED,
          JournalException.Kind.DAMAGED);

  private final Histogram batchChanges = new Histogram(Buckets.SIZES);
  private final Histogram forcedNanos = new Histogram(Buckets.NANOS);
  private final Histogram lockWaitNanos = new Histogram(Buckets.NANOS);

  /** By all kinds that a store which is open can meet. */
  private final Map<JournalException.Kind, LongAdder> failures =
      new EnumMap<>(JournalException.Kind.class);

  private volatile boolean areTaken = true;

  public StoreCounts() {
    for (JournalException.Kind kind : OF_AN_OPEN_STORE) {
      failures.put(kind, new LongAdder());
    }
  }

  /** Counts what the journal meets, and passes on to {@code others} what is not counted. */
  public JournalListener listener(JournalListener others) {
    return new JournalListener() {
      @Override
      public void tightened(Path file) {
        others.tightened(file);
      }

      @Override
      public void lost(Loss loss) {
        others.lost(loss);
      }

      @Override
      public void copiedAnew(JournalException damage) {
        others.copiedAnew(damage);
      }

      @Override
      public void formatRaised() {
        others.formatRaised();
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

  @Override
  public void stored(int changes) {
    batchChanges.observe(changes);
  }

  @Override
  public void failed(JournalException.Kind why) {
    LongAdder count = failures.get(why);
    if (count != null) {
      count.increment();
    }
  }

  @Override
  public void takesChanges(boolean does) {
    areTaken = does;
  }

  boolean areTaken() {
    return areTaken;
  }

  Histogram batchChanges() {
    return batchChanges;
  }

  void forEachFailure(BiConsumer<String, Long> reader) {
    failures.forEach(
        (kind, count) ->
            reader.accept(kind.name().toLowerCase(Locale.ROOT).replace('_', '-'), count.sum()));
  }

  Histogram forcedNanos() {
    return forcedNanos;
  }

  Histogram lockWaitNanos() {
    return lockWaitNanos;
  }
}
