package ticketd.http;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import ticketd.door.Ticker;

/**
 * What the two ends of one connection's stream must know of each other: which request is answered,
 * by its number from 1 on, and which is answered by a problem of its framing. A request that is
 * refused has another one in its place among those that are parsed, and only its number tells it:
 * nothing that a peer sends can. For the stages of one connection's stream, which run one at a
 * time; {@link #answer} for any thread.
 */
final class Turns {
  private long passedOn;
  private final AtomicLong answered = new AtomicLong();
  private final Ticker ticker;
  private volatile long answeredAt;
  private Optional<Problem> problem = Optional.empty();
  private Optional<Runnable> toldOfLeaving = Optional.empty();
  private boolean left;

  Turns(Ticker ticker) {
    this.ticker = ticker;
    this.answeredAt = ticker.nanos();
  }

  /** One more request is with the parser. */
  void passOn() {
    passedOn++;
  }

  /** The request passed on last is refused. */
  void refuse(Problem why) {
    problem = Optional.of(why);
  }

  /** Why that request is refused; it is the last of its connection. */
  Optional<Problem> problem(long number) {
    return number == passedOn ? problem : Optional.empty();
  }

  /** {@code told} runs once the peer sends nothing more; an earlier one does not any more. */
  void onLeaving(Runnable told) {
    toldOfLeaving = Optional.of(told);
    if (left) {
      told.run();
    }
  }

  /** The peer sends nothing more. */
  void leave() {
    left = true;
    toldOfLeaving.ifPresent(Runnable::run);
  }

  /** One more is answered to the last byte. */
  void answer() {
    answeredAt = ticker.nanos();
    answered.incrementAndGet();
  }

  /** When the last one was, or the connection began. */
  long answeredAt() {
    return answeredAt;
  }

  /** Whether a request is being answered. */
  boolean areOpen() {
    return answered.get() < passedOn;
  }
}
