package ticketd.session;

/**
 * What the two ends of one connection's stream must know of each other: whether silence is allowed
 * (a watch is on) and whether a reply is being made. Written by the one, read by the other.
 */
public final class ConnectionState {
  private volatile boolean watching;
  private volatile boolean busy;

  boolean isWatching() {
    return watching;
  }

  void watching(boolean on) {
    watching = on;
  }

  /** Whether a request is being answered or its answer is not yet taken. */
  boolean isBusy() {
    return busy;
  }

  void busy(boolean on) {
    busy = on;
  }
}
