package ticketd.session;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import ticketd.door.RequestMeter;
import ticketd.door.Requests;
import ticketd.wire.ErrorCode;
import ticketd.wire.Verb;

/**
 * The requests of one connection that were answered together, by what they were and what became of
 * them, until they are counted: a look at the clock a batch, and a few additions a kind of request
 * in it, however many there are.
 */
final class RequestTally {
  /** Of a batch with more kinds the first ones are counted ahead. */
  private static final int KINDS = 4;

  private final RequestMeter meter;
  private final Requests[] asked = new Requests[KINDS];
  private final @Nullable ErrorCode[] failures = new @Nullable ErrorCode[KINDS];
  private final int[] times = new int[KINDS];
  private int kinds;
  private long receivedAt;

  RequestTally(RequestMeter meter) {
    this.meter = meter;
  }

  /** What is added from now on was received at that moment, by the meter's time. */
  void begin(long received) {
    receivedAt = received;
  }

  /** A request was answered; {@code failure} says why it was not carried out, where it was not. */
  void add(Verb verb, @Nullable ErrorCode failure) {
    add(meter.of(verb), failure);
  }

  /** The same of a request that may have had no verb. */
  void add(Optional<Verb> verb, @Nullable ErrorCode failure) {
    add(verb.map(meter::of).orElseGet(() -> meter.of(RequestMeter.NONE)), failure);
  }

  private void add(Requests requests, @Nullable ErrorCode failure) {
    for (int i = 0; i < kinds; i++) {
      if (asked[i] == requests && failures[i] == failure) {
        times[i]++;
        return;
      }
    }
    if (kinds == KINDS) {
      count();
    }
    asked[kinds] = requests;
    failures[kinds] = failure;
    times[kinds] = 1;
    kinds++;
  }

  /** Counts what there is as answered now. */
  void count() {
    if (kinds == 0) {
      return;
    }
    long took = meter.nanos() - receivedAt;
    for (int i = 0; i < kinds; i++) {
      asked[i].answered(failures[i], times[i], took);
    }
    kinds = 0;
  }
}
