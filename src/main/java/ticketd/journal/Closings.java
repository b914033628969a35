package ticketd.journal;

/**
 * When tickets were closed, by the places of events that found them so: what reads of one thread
 * came to last. A history that goes on for long behind a closing would else be walked through for
 * each of its lines. One thread.
 */
final class Closings {
  static final long UNKNOWN = Long.MIN_VALUE;

  private static final int ROOM = 256;

  private final long[] offsets = new long[ROOM];
  private final long[] closedAtMillis = new long[ROOM];

  private static int slot(long offset) {
    return (int) (offset / RecordDescriptor.ALIGNMENT) & (ROOM - 1);
  }

  /** Of the event at {@code offset}; {@link #UNKNOWN} where that was not found lately. */
  long of(long offset) {
    int slot = slot(offset);
    return offsets[slot] == offset ? closedAtMillis[slot] : UNKNOWN;
  }

  void put(long offset, long atMillis) {
    int slot = slot(offset);
    offsets[slot] = offset;
    closedAtMillis[slot] = atMillis;
  }
}
