package ticketd.desk;

import java.util.OptionalLong;
import ticketd.ticket.Account;
import ticketd.ticket.AccountRejection;
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

  /**
   * A command on the queries that the desk keeps was carried out, now or before.
   *
   * @param seq the number of the event that set or removed what is kept under the name
   * @param changed whether it changed anything, when it was carried out first
   * @param duplicate whether that was before, under the same key
   */
  record OfQuery(String name, long seq, boolean changed, boolean duplicate) implements Answer {
    /** Whether it changed anything just now. */
    public boolean isNew() {
      return changed && !duplicate;
    }
  }

  record Rejected(Rejection rejection) implements Answer {}

  /**
   * A command on an account was carried out.
   *
   * @param account as it is now
   * @param token the one that was made; {@link Account#token} has the rest of it
   * @param seq the number of the last event of the account: a principal whose own password was
   *     changed goes on with it as its {@code since}
   * @param changed whether it changed anything
   */
  record AccountDone(Account account, OptionalLong token, long seq, boolean changed)
      implements Answer {}

  record AccountRefused(AccountRejection rejection) implements Answer {}

  /** The role, or the token's cap, does not give this; whatever is stored. */
  record Forbidden() implements Answer {}

  /** The desk is closed, and this is but a name. */
  record NotIdentified() implements Answer {}

  /** What the principal was known by holds no longer: the connection is to end. */
  record Revoked() implements Answer {}

  /** Nothing was stored, now or later: the store may not hold such a thing yet. */
  record OldFormat() implements Answer {}

  /** Nothing was stored, now or later: the journal restarts, or its lock is held elsewhere. */
  record Unavailable() implements Answer {}

  /** Nothing was stored, now or later: the order is kept elsewhere, and nobody answers there. */
  record OutOfReach() implements Answer {}

  /** Nothing was stored, now or later: what it rests on cannot be read. */
  record Unreadable() implements Answer {}

  /** Nothing was stored, now or later: the storage is full. */
  record Full() implements Answer {}

  /** It is not known whether it was stored. */
  record InDoubt() implements Answer {}
}
