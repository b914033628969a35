package ticketd.desk;

import ticketd.ticket.EventKind;
import ticketd.ticket.Rejection;
import ticketd.ticket.Ticket;

/** What became of one requested change. */
public sealed interface Answer {
  /** Stored as durably as the store's sync mode promises; {@code ticket} is how it left it. */
  record Applied(EventKind kind, Ticket ticket) implements Answer {}

  /** The ticket was already as asked. */
  record Unchanged(Ticket ticket) implements Answer {}

  /**
   * The same request was carried out before under the same key.
   *
   * @param ticket as the first one left it
   * @param changed whether the first one changed anything
   */
  record Duplicate(Ticket ticket, boolean changed) implements Answer {}

  record Rejected(Rejection rejection) implements Answer {}

  /** Nothing was stored, now or later: the journal restarts, or its lock is held elsewhere. */
  record Unavailable() implements Answer {}

  /** Nothing was stored, now or later: what it rests on cannot be read, the store is damaged. */
  record Unreadable() implements Answer {}

  /** Nothing was stored, now or later: the storage is full. */
  record Full() implements Answer {}

  /** It is not known whether it was stored. */
  record InDoubt() implements Answer {}
}
