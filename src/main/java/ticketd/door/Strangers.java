package ticketd.door;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import ticketd.wire.ErrorCode;

/**
 * The connections of a closed desk on which nobody signed in yet. There are 256 at most; one more
 * makes the oldest of the source that has most give way. Thread-safe.
 */
public final class Strangers {
  static final int MOST = 256;

  /** How each is closed; of each source, the oldest first. */
  private final Map<Source, LinkedHashSet<Consumer<ErrorCode>>> sources = new HashMap<>();

  private int count;

  /** There is one more, from there, which {@code end} closes. */
  public void came(Source source, Consumer<ErrorCode> end) {
    add(source, end).ifPresent(gives -> gives.accept(ErrorCode.TOO_MANY_CONNECTIONS));
  }

  private synchronized Optional<Consumer<ErrorCode>> add(Source source, Consumer<ErrorCode> end) {
    sources.computeIfAbsent(source, none -> new LinkedHashSet<>()).add(end);
    count++;
    if (count <= MOST) {
      return Optional.empty();
    }
    Map.Entry<Source, LinkedHashSet<Consumer<ErrorCode>>> most =
        Collections.max(
            sources.entrySet(), Comparator.comparingInt(entry -> entry.getValue().size()));
    Consumer<ErrorCode> oldest = most.getValue().iterator().next();
    remove(most.getKey(), oldest);
    return Optional.of(oldest);
  }

  /** Somebody signed in there, or it is over; again, it does nothing. */
  public synchronized void left(Source source, Consumer<ErrorCode> end) {
    remove(source, end);
  }

  private void remove(Source source, Consumer<ErrorCode> end) {
    Set<Consumer<ErrorCode>> ends = sources.get(source);
    if (ends != null && ends.remove(end)) {
      count--;
      if (ends.isEmpty()) {
        sources.remove(source);
      }
    }
  }

  synchronized int count() {
    return count;
  }
}
