package ticketd.server.tls;

import java.util.concurrent.atomic.LongAdder;

/** Counts handshakes by their outcome. For any thread. */
public final class TlsMeter {
  private final LongAdder done = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();

  void done() {
    done.increment();
  }

  void failed() {
    failed.increment();
  }

  void dropped() {
    dropped.increment();
  }

  public long handshakesDone() {
    return done.sum();
  }

  /** Those that could not succeed, whosever fault it was. */
  public long handshakesFailed() {
    return failed.sum();
  }

  /** Those that were not begun, since too many waited. */
  public long handshakesDropped() {
    return dropped.sum();
  }
}
