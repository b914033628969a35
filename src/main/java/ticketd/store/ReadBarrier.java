package ticketd.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The reads that wait for word of what other processes have committed, where the file alone does
 * not tell. One question is under way at a time; it serves the reads that had come before it was
 * begun, and those that come meanwhile share the next, which whoever asks begins at once.
 *
 * <p>Used by the store actor, but for {@link #begin}, which is for the one who asks.
 */
final class ReadBarrier {
  private final ArrayDeque<StoreMessage.CatchUp> waiting = new ArrayDeque<>();
  private long served;

  /** How many reads have come, and how many of them the last question that was begun serves. */
  private volatile long come;

  private volatile long begun;

  /** Whether a question was asked for that is not begun. */
  private final AtomicBoolean isDue = new AtomicBoolean();

  /** To be followed by {@link #needs}, at the latest when nothing more is at hand to add. */
  void add(StoreMessage.CatchUp read) {
    waiting.add(read);
    come = served + waiting.size();
  }

  /**
   * Whether a question is to be asked for: {@link #begin} is to follow, and {@link #served}. Not
   * where one was already, or where one serves all.
   */
  boolean needs() {
    return begun < come && isDue.compareAndSet(false, true);
  }

  /**
   * The question that was asked for begins now.
   *
   * @return how many reads, of all that ever came, it and those before it serve
   */
  long begin() {
    isDue.set(false);
    // Who comes from here on asks anew, or is counted already.
    long upTo = come;
    begun = upTo;
    return upTo;
  }

  /** The question that served so many has its answer: the reads that wait no longer. */
  List<StoreMessage.CatchUp> served(long upTo) {
    List<StoreMessage.CatchUp> over = new ArrayList<>();
    for (; served < upTo; served++) {
      over.add(waiting.remove());
    }
    return over;
  }
}
