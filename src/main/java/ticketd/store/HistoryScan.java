package ticketd.store;

import java.util.Arrays;
import ticketd.desk.Scan;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Recorded;

/**
 * A ticket's changes, oldest first: follows their chain back, then reads forth. 8 bytes a change.
 */
final class HistoryScan implements Scan<Recorded> {
  private static final int CLOCK_STRIDE = 32;

  private final JournalReader reader;
  private final long after;
  private long back;
  private long[] offsets = new long[16];
  private int found;
  private int left;

  /**
   * The history that ends with the event at {@code newest}.
   *
   * @param after only changes with a higher number
   */
  HistoryScan(JournalReader reader, long newest, long after, int limit) {
    this.reader = reader;
    this.after = after;
    this.back = newest;
    this.left = limit;
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Recorded> sink) {
    int untilClock = CLOCK_STRIDE;
    while (back != 0 || (found > 0 && left > 0)) {
      if (back != 0) {
        stepBack();
      } else {
        boolean wantsMore = sink.accept(reader.recorded(reader.event(offsets[found - 1])));
        found--;
        left--;
        if (!wantsMore) {
          break;
        }
      }
      if (--untilClock == 0) {
        untilClock = CLOCK_STRIDE;
        if (System.nanoTime() - deadlineNanos >= 0) {
          break;
        }
      }
    }
    return back != 0 || (found > 0 && left > 0);
  }

  private void stepBack() {
    StoredEvent event = reader.event(back);
    if (event.seq() <= after) {
      back = 0;
      return;
    }
    if (found == offsets.length) {
      offsets = Arrays.copyOf(offsets, found * 2);
    }
    offsets[found++] = back;
    back = event.previousOffset();
  }
}
