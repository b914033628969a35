package ticketd.client.link;

import java.time.Duration;

/** The time that pauses go by. */
interface Pace {
  Pace REAL =
      new Pace() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public void rest(Duration time) throws InterruptedException {
          Thread.sleep(time.toMillis());
        }
      };

  /** As {@link System#nanoTime}. */
  long nanos();

  /** Returns so much later. */
  void rest(Duration time) throws InterruptedException;
}
