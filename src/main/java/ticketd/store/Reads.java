package ticketd.store;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.desk.Scan;
import ticketd.desk.UnreadableException;
import ticketd.journal.JournalException;

/**
 * Carries out reads of the journal: what one meets there that cannot be read is logged, a line a
 * place, and is an {@link UnreadableException} for whoever asked. Thread-safe.
 */
final class Reads {
  private static final Logger LOG = LoggerFactory.getLogger(TicketReader.class);

  /** A store that is damaged in more places than this has been told of often enough. */
  private static final int MOST_TOLD = 1000;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  <T> T read(Supplier<T> read) {
    try {
      return read.get();
    } catch (JournalException e) {
      tell(e);
      throw new UnreadableException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Logs what a read met, unless it was told before. */
  void tell(JournalException met) {
    String what = String.valueOf(met.getMessage());
    if (told.size() < MOST_TOLD && told.add(what)) {
      LOG.error("cannot be read: {}", what);
    }
  }

  <T> Scan<T> guarded(Scan<T> scan) {
    return (deadlineNanos, sink) -> read(() -> scan.advance(deadlineNanos, sink));
  }
}
