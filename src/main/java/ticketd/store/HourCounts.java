package ticketd.store;

import java.time.Instant;
import java.util.List;
import ticketd.ticket.Hour;

/**
 * How many tickets were filed, closed and reopened, by the hours of UTC that the changes bear: of
 * the last {@value #HOURS} hours, however many changes there were. Thread-safe.
 */
final class HourCounts {
  /** A leap year. */
  static final int HOURS = 366 * 24;

  private static final long HOUR_MILLIS = 3_600_000;

  /** Of each slot; a slot is the hour's number modulo {@value #HOURS}. */
  private final long[] numbers = new long[HOURS];

  private final int[] filed = new int[HOURS];
  private final int[] closed = new int[HOURS];
  private final int[] reopened = new int[HOURS];
  private long open;

  synchronized void filed(long atMillis) {
    open++;
    count(filed, atMillis);
  }

  synchronized void closed(long atMillis) {
    open--;
    count(closed, atMillis);
  }

  synchronized void reopened(long atMillis) {
    open++;
    count(reopened, atMillis);
  }

  private void count(int[] counts, long atMillis) {
    long number = Math.floorDiv(atMillis, HOUR_MILLIS);
    int slot = slot(number);
    if (numbers[slot] < number) {
      numbers[slot] = number;
      filed[slot] = 0;
      closed[slot] = 0;
      reopened[slot] = 0;
    }
    // A clock that was set back by more than a year made it: that hour is no longer kept.
    if (numbers[slot] == number) {
      counts[slot]++;
    }
  }

  private static int slot(long number) {
    return (int) Math.floorMod(number, (long) HOURS);
  }

  /** The last {@code hours} up to that of {@code until}, oldest first. */
  synchronized List<Hour> upTo(Instant until, int hours) {
    long last = Math.floorDiv(until.toEpochMilli(), HOUR_MILLIS);
    long openAtEnd = open;
    for (int slot = 0; slot < HOURS; slot++) {
      if (numbers[slot] > last) {
        openAtEnd -= opened(slot);
      }
    }
    Hour[] found = new Hour[hours];
    for (int i = hours - 1; i >= 0; i--) {
      long number = last - (hours - 1 - i);
      Instant from = Instant.ofEpochMilli(number * HOUR_MILLIS);
      int slot = slot(number);
      if (numbers[slot] == number) {
        found[i] = new Hour(from, filed[slot], closed[slot], reopened[slot], openAtEnd);
        openAtEnd -= opened(slot);
      } else {
        found[i] = new Hour(from, 0, 0, 0, openAtEnd);
      }
    }
    return List.of(found);
  }

  /** How many more tickets were open behind that hour than before it. */
  private int opened(int slot) {
    return filed[slot] + reopened[slot] - closed[slot];
  }
}
