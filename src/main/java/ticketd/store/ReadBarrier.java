package ticketd.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The reads that wait for word of what other processes have committed, where the file alone does
 * not tell. One question is under way at a time; each serves the reads that had come before it was
 * asked, and those that come meanwhile share the next. Used by the store actor alone.
 */
final class ReadBarrier {
  private final Runnable ask;
  private final List<StoreMessage.CatchUp> asked = new ArrayList<>();
  private final List<StoreMessage.CatchUp> next = new ArrayList<>();

  /** {@code ask} begins a question; {@link #answered} ends it. */
  ReadBarrier(Runnable ask) {
    this.ask = ask;
  }

  void add(StoreMessage.CatchUp read) {
    next.add(read);
    askForNext();
  }

  private void askForNext() {
    if (asked.isEmpty() && !next.isEmpty()) {
      asked.addAll(next);
      next.clear();
      ask.run();
    }
  }

  /** The reads that the question under way served; the others' is asked. */
  List<StoreMessage.CatchUp> answered() {
    List<StoreMessage.CatchUp> served = List.copyOf(asked);
    asked.clear();
    askForNext();
    return served;
  }
}
