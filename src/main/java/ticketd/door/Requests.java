package ticketd.door;

import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import ticketd.meter.Buckets;
import ticketd.meter.Histogram;
import ticketd.wire.ErrorCode;

/** What became of the requests of one kind, and how long they took. For any thread. */
public final class Requests {
  /** Of the requests that were carried out first, then by code. */
  private final LongAdder[] outcomes = new LongAdder[1 + ErrorCode.values().length];

  private final Histogram nanos = new Histogram(Buckets.NANOS);

  Requests() {
    for (int i = 0; i < outcomes.length; i++) {
      outcomes[i] = new LongAdder();
    }
  }

  /**
   * So many requests were answered alike.
   *
   * @param failure why they were refused, unless they were carried out
   * @param tookNanos each of them, from its last byte to its answer
   */
  public void answered(@Nullable ErrorCode failure, long times, long tookNanos) {
    outcomes[failure == null ? 0 : 1 + failure.ordinal()].add(times);
    nanos.observe(tookNanos, times);
  }

  /** Tells each outcome that occurred, and that of success in any case, with its number. */
  public void forEachOutcome(BiConsumer<Optional<ErrorCode>, Long> reader) {
    reader.accept(Optional.empty(), outcomes[0].sum());
    for (ErrorCode code : ErrorCode.values()) {
      long count = outcomes[1 + code.ordinal()].sum();
      if (count > 0) {
        reader.accept(Optional.of(code), count);
      }
    }
  }

  public Histogram nanos() {
    return nanos;
  }
}
