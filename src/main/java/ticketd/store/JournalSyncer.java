package ticketd.store;

import java.time.Duration;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import ticketd.journal.JournalException;
import ticketd.journal.SharedLog;

/**
 * With {@code sync = interval}: forces what was written, once an interval, on a thread of its own.
 */
final class JournalSyncer {
  /** Its one message. */
  enum Tick {
    INSTANCE
  }

  private JournalSyncer() {}

  /** {@code onFailure} runs on the syncer's thread, after a force that failed. */
  static Behavior<Tick> create(SharedLog log, Duration interval, FailureSink onFailure) {
    return Behaviors.withTimers(
        timers -> {
          timers.startTimerWithFixedDelay(Tick.INSTANCE, interval);
          return Behaviors.receive(Tick.class)
              .onMessageEquals(
                  Tick.INSTANCE,
                  () -> {
                    try {
                      log.sync();
                    } catch (JournalException e) {
                      onFailure.failed(e);
                    }
                    return Behaviors.same();
                  })
              .build();
        });
  }

  /** Where a failed force is told. */
  interface FailureSink {
    void failed(JournalException cause);
  }
}
