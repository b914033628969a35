package ticketd.server.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import ticketd.meter.Buckets;
import ticketd.meter.Histogram;
import ticketd.postgres.DeskListener;
import ticketd.wire.DeskFigures;

/** What this process met with a desk in PostgreSQL; nothing where the order is a file. */
public final class DeskCounts implements DeskListener {
  /** One part in so many of what is told "of late" is the last value. */
  private static final int SMOOTHNESS = 8;

  private final Histogram appendNanos = new Histogram(Buckets.NANOS);
  private final Histogram barrierNanos = new Histogram(Buckets.NANOS);
  private final LongAdder lost = new LongAdder();
  private final LongAdder reconnects = new LongAdder();
  private final LongAdder inDoubt = new LongAdder();

  // Each of one writer at a time.
  private volatile long lateAppendNanos;
  private volatile long lateBarrierNanos;
  private volatile long skewMillis;

  private volatile Optional<Supplier<Duration>> lag = Optional.empty();

  /**
   * The desk is in PostgreSQL.
   *
   * @param sinceLastWord since the database said where the order ends
   */
  public void of(Supplier<Duration> sinceLastWord) {
    lag = Optional.of(sinceLastWord);
  }

  @Override
  public void appended(long nanos) {
    appendNanos.observe(nanos);
    lateAppendNanos = smooth(lateAppendNanos, nanos);
  }

  @Override
  public void lost() {
    lost.increment();
  }

  @Override
  public void asked(long nanos) {
    barrierNanos.observe(nanos);
    lateBarrierNanos = smooth(lateBarrierNanos, nanos);
  }

  private static long smooth(long before, long nanos) {
    return before == 0 ? nanos : before + (nanos - before) / SMOOTHNESS;
  }

  @Override
  public void connected(boolean again) {
    if (again) {
      reconnects.increment();
    }
  }

  @Override
  public void inDoubt() {
    inDoubt.increment();
  }

  @Override
  public void skew(long millis) {
    skewMillis = millis;
  }

  /** For STATS; empty where the order is a file. */
  public Optional<DeskFigures> figures() {
    return lag.map(
        since ->
            new DeskFigures(
                since.get().toMillis(),
                LongStream.of(appendNanos.counts()).sum(),
                lost.sum(),
                TimeUnit.NANOSECONDS.toMicros(lateAppendNanos),
                TimeUnit.NANOSECONDS.toMicros(lateBarrierNanos),
                skewMillis,
                reconnects.sum(),
                inDoubt.sum()));
  }

  void addTo(Snapshots out) {
    out.histogram(
        "ticketd_desk_append_seconds",
        "Answers of PostgreSQL to batches of changes; of a desk in a file there are none.",
        appendNanos);
    out.histogram(
        "ticketd_desk_barrier_seconds",
        "Answers of PostgreSQL to reads that ask where the order ends; many share one.",
        barrierNanos);
    out.counter(
        "ticketd_desk_lost_turns_total",
        "Batches that were decided again, since another node was first.",
        lost.sum());
    out.counter(
        "ticketd_desk_reconnects_total",
        "Connections to PostgreSQL that were made in place of one that failed.",
        reconnects.sum());
    out.counter(
        "ticketd_desk_in_doubt_total",
        "Batches of which peers were told that it is not known whether they are stored.",
        inDoubt.sum());
    out.gauge(
        "ticketd_desk_clock_skew_seconds",
        "How far PostgreSQL's clock is ahead of this host's.",
        skewMillis / (double) TimeUnit.SECONDS.toMillis(1));
    out.gauge(
        "ticketd_desk_replica_lag_seconds",
        "Since PostgreSQL said where the order ends, which this node's copy then showed.",
        lag.map(since -> since.get().toNanos()).orElse(0L) / (double) TimeUnit.SECONDS.toNanos(1));
  }
}
