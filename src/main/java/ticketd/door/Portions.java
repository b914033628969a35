package ticketd.door;

import org.apache.pekko.util.ByteString;

/**
 * What one peer is to be sent next. A long reply goes out in portions, each a copy of its own, so
 * that it is known how long the whole of it is held. For one thread at a time.
 */
public final class Portions {
  static final int LENGTH = 64 * 1024;

  /** What is no longer goes out as it is. */
  static final int SHORT = 2 * LENGTH;

  private final UnsentReplies unsent;
  private final Runnable end;
  private ByteString rest = ByteString.emptyByteString();

  /** Of all that {@link #rest} is a part of; 0 where that is short. */
  private long held;

  /**
   * With nothing to send.
   *
   * @param end cuts the peer off, where others' replies need the room; run by any thread
   */
  public Portions(UnsentReplies unsent, Runnable end) {
    this.unsent = unsent;
    this.end = end;
  }

  public boolean isEmpty() {
    return rest.isEmpty();
  }

  /** Takes what is to be sent, all before it being passed on. */
  public void take(ByteString bytes) {
    rest = bytes;
    if (bytes.size() > SHORT) {
      held = bytes.size();
      unsent.hold(end, held);
    }
  }

  /** What is to be passed on now. */
  public ByteString next() {
    ByteString next = rest;
    if (held == 0) {
      rest = ByteString.emptyByteString();
      return next;
    }
    next = rest.take(LENGTH).compact();
    rest = rest.drop(LENGTH);
    if (rest.isEmpty()) {
      drop();
    } else {
      unsent.hold(end, held);
    }
    return next;
  }

  /** Forgets what is left. */
  public void drop() {
    rest = ByteString.emptyByteString();
    if (held > 0) {
      held = 0;
      unsent.release(end);
    }
  }
}
