package ticketd.door;

import ticketd.ticket.EventKind;
import ticketd.ticket.Identity;

/**
 * Told what the people behind the connections do. Every method may be called from any thread,
 * returns at once and never throws; what cannot be written in time is summed up or dropped.
 *
 * <p>{@code peer} is the remote end as {@code address:port}.
 */
public interface PeerLog {
  /** Why a peer left that took nothing of what it was owed, for too long. */
  String STALLED = "stalled";

  void connected(String peer);

  void identified(String peer, Identity who);

  void filed(String peer, Identity who, long id);

  /** A change of a ticket other than its filing. */
  void changed(String peer, Identity who, EventKind kind, long id);

  /**
   * A change of what belongs to no ticket.
   *
   * @param name of the query that the desk keeps, or of the account
   */
  void did(String peer, Identity who, Deed deed, String name);

  /** The one of these two that {@code kind} is. */
  default void applied(String peer, Identity who, EventKind kind, long id) {
    if (kind == EventKind.FILED) {
      filed(peer, who, id);
    } else {
      changed(peer, who, kind, id);
    }
  }

  /**
   * The connection is closed.
   *
   * @param reason {@code quit}, {@code end-of-input}, {@code connection-lost}, {@link #STALLED}, or
   *     the protocol's code of the closing error
   */
  void left(String peer, String reason);

  /** How many of all these had no line of their own by now: summed up, or dropped. */
  default long dropped() {
    return 0;
  }

  /** The reason where nobody gave one. */
  static String reason(boolean lost) {
    return lost ? "connection-lost" : "end-of-input";
  }
}
