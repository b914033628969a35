package ticketd.door;

import org.apache.pekko.util.ByteString;

/**
 * What one peer is sent and has not taken: what was passed on last, and what is to be passed on
 * next. A long reply goes out in portions, each a copy of its own, so that it is known how long the
 * whole of it is held. For one thread at a time.
 */
public final class Portions {
  static final int LENGTH = 64 * 1024;

  /** What is no longer goes out as it is. */
  static final int SHORT = 2 * LENGTH;

  /** What is less is not counted: it is as little as a connection itself takes. */
  static final int COUNTED = 8 * 1024;

  private final UnsentReplies unsent;
  private final Runnable end;
  private ByteString rest = ByteString.emptyByteString();

  /** The bytes of all that {@link #rest} is a part of. */
  private long whole;

  /** The bytes that were passed on last, as long as the peer has not taken them. */
  private long passed;

  private boolean isCounted;

  /**
   * With nothing to send.
   *
   * @param end cuts the peer off, where others' replies need the room; run by any thread
   */
  public Portions(UnsentReplies unsent, Runnable end) {
    this.unsent = unsent;
    this.end = end;
  }

  /** Whether nothing is to be passed on. */
  public boolean isEmpty() {
    return rest.isEmpty();
  }

  /** Takes what is to be sent, all before it being passed on. */
  public void take(ByteString bytes) {
    rest = bytes;
    whole = bytes.size();
    hold();
  }

  /** What is to be passed on now; it is held until it is {@link #taken}. */
  public ByteString next() {
    ByteString next = rest;
    if (whole > SHORT) {
      next = rest.take(LENGTH).compact();
      rest = rest.drop(LENGTH);
    } else {
      rest = ByteString.emptyByteString();
    }
    if (rest.isEmpty()) {
      whole = 0;
    }
    passed = next.size();
    hold();
    return next;
  }

  /** The peer has taken what was passed on last. */
  public void taken() {
    passed = 0;
    hold();
  }

  /** Forgets what is left. */
  public void drop() {
    rest = ByteString.emptyByteString();
    whole = 0;
    taken();
  }

  private void hold() {
    long now = whole + passed;
    if (now >= COUNTED) {
      isCounted = true;
      unsent.hold(end, now);
    } else if (isCounted) {
      isCounted = false;
      unsent.release(end);
    }
  }
}
