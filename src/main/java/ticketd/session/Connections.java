package ticketd.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import ticketd.protocol.ErrorCode;

/** The open connections of this process: how many there are, and how to drain them. Thread-safe. */
public final class Connections {
  private final Set<Consumer<ErrorCode>> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger watchers = new AtomicInteger();
  private volatile boolean draining;

  /** {@code end} closes the connection behind the lines it received so far. */
  void opened(Consumer<ErrorCode> end) {
    open.add(end);
    if (draining) {
      end.accept(ErrorCode.SHUTTING_DOWN);
    }
  }

  void closed(Consumer<ErrorCode> end) {
    open.remove(end);
  }

  void watchStarted() {
    watchers.incrementAndGet();
  }

  void watchEnded() {
    watchers.decrementAndGet();
  }

  public int count() {
    return open.size();
  }

  public int watchers() {
    return watchers.get();
  }

  /** Every connection, also one opened later, ends once what it received so far is answered. */
  public void drain() {
    draining = true;
    open.forEach(end -> end.accept(ErrorCode.SHUTTING_DOWN));
  }
}
