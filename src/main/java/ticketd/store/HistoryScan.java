package ticketd.store;

import java.util.Arrays;
import ticketd.desk.Scan;
import ticketd.journal.JournalReader;
import ticketd.journal.StoredEvent;
import ticketd.ticket.Recorded;

/**
 * A ticket's changes, oldest first, notes among them: follows their two chains back, then reads
 * forth. 8 bytes a change.
 */
final class HistoryScan implements Scan<Recorded> {
  private static final int CLOCK_STRIDE = 32;

  private final JournalReader reader;
  private final Sight sight;
  private final long after;
  private long back;
  private long noteBack;
  private long[] offsets = new long[16];
  private int found;
  private int left;

  /**
   * The history that ends with {@code newest}, or a note behind it.
   *
   * @param sight what is shown of it
   * @param newest of the ticket
   * @param after only changes with a higher number
   */
  HistoryScan(JournalReader reader, Sight sight, StoredEvent newest, long after, int limit) {
    this.sight = sight;
    this.reader = reader;
    this.after = after;
    this.back = newest.offset();
    this.noteBack = sight.notes(newest.id()).lastAt();
    this.left = limit;
  }

  @Override
  public boolean advance(long deadlineNanos, Sink<Recorded> sink) {
    int untilClock = CLOCK_STRIDE;
    while (isGoingBack() || (found > 0 && left > 0)) {
      if (isGoingBack()) {
        stepBack();
      } else {
        boolean wantsMore =
            sink.accept(sight.seen(reader.recorded(reader.event(offsets[found - 1]))));
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
    return isGoingBack() || (found > 0 && left > 0);
  }

  private boolean isGoingBack() {
    return back != 0 || noteBack != 0;
  }

  /** Along the chain whose next change is the later one. */
  private void stepBack() {
    long at = Math.max(back, noteBack);
    StoredEvent event = reader.event(at);
    if (event.seq() <= after) {
      back = 0;
      noteBack = 0;
      return;
    }
    if (found == offsets.length) {
      offsets = Arrays.copyOf(offsets, found * 2);
    }
    offsets[found++] = at;
    if (at == noteBack) {
      noteBack = reader.noteBefore(event);
    } else {
      back = event.previousOffset();
    }
  }
}
