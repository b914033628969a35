package ticketd.session;

import java.util.Optional;

/**
 * What the two ends of one connection's stream must know of each other: whether silence is allowed
 * (a watch is on) and whether a reply is being made. Written by the one, read by the other. And
 * whether it is a connection of lines at all, which only the stages of its stream ask.
 */
public final class ConnectionState {
  /** Bytes of a line of somebody who has not signed in, without its terminator. */
  static final int STRANGERS_LINE = 4096;

  private volatile boolean watching;
  private volatile boolean busy;
  private volatile Optional<Runnable> onSignIn = Optional.empty();
  private boolean ended;
  private boolean abandoned;

  /** Both ends run in one actor, so that it need not be volatile. */
  private long receivedAt;

  boolean isWatching() {
    return watching;
  }

  void watching(boolean on) {
    watching = on;
  }

  /** Nobody has signed in yet, where somebody must; {@code told} hears of it once somebody has. */
  void strange(Runnable told) {
    onSignIn = Optional.of(told);
  }

  boolean isStranger() {
    return onSignIn.isPresent();
  }

  /** Somebody has; again, it does nothing. */
  void signedIn() {
    Optional<Runnable> told = onSignIn;
    onSignIn = Optional.empty();
    told.ifPresent(Runnable::run);
  }

  /** When the newest bytes came, by the limits' time. */
  long receivedAt() {
    return receivedAt;
  }

  void receivedAt(long nanos) {
    receivedAt = nanos;
  }

  /** Whether a request is being answered or its answer is not yet taken. */
  boolean isBusy() {
    return busy;
  }

  void busy(boolean on) {
    busy = on;
  }

  /** The line door has the connection's end to tell, and nobody else can have it any more. */
  void ended() {
    ended = true;
  }

  /**
   * Gives the connection to another door, as long as no line of it was whole: the stream of lines
   * can then be cut off, and leaves no trace. False, and nothing is changed, where this door
   * already ends it.
   */
  public boolean abandon() {
    abandoned = !ended;
    return abandoned;
  }

  boolean isAbandoned() {
    return abandoned;
  }
}
