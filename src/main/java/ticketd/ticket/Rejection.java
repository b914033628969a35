package ticketd.ticket;

/**
 * Why a well-formed command was refused by the state it met. Nothing changed, no key is used up.
 */
public sealed interface Rejection {
  record NoSuchTicket(long id) implements Rejection {}

  /** TAKE NEXT found no open, unassigned ticket that matches. */
  record NothingToTake() implements Rejection {}

  record AlreadyClosed(long id, Resolution resolution) implements Rejection {}

  record NotClosed(long id, Status status) implements Rejection {}

  record TakenByAnother(long id, Identity assignee) implements Rejection {}

  record OtherVersion(long id, long expected, int actual) implements Rejection {}

  record TooManyTags(long id, int count) implements Rejection {}

  /** A resolution for a ticket that the same edit does not close. */
  record ResolutionWithoutClosing(long id, Status status) implements Rejection {}

  /** RATE of somebody else's ticket. */
  record NotItsAuthor(long id, Identity author) implements Rejection {}

  record LinkedToItself(long id) implements Rejection {}

  record TooManyLinks(long id) implements Rejection {}

  /** A link that would close a circle of its type. */
  record LinkCircle(long id, Link link) implements Rejection {}

  /** The identity used this key before, for something else. */
  record KeyReused(RequestKey key) implements Rejection {}
}
