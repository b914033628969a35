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

  /**
   * A resolution for a ticket that the same edit does not close.
   *
   * @param status what the ticket would have afterwards
   */
  record ResolutionWithoutClosing(long id, Status status) implements Rejection {}

  /** RATE of somebody else's ticket. */
  record NotItsAuthor(long id, Identity author) implements Rejection {}

  record LinkedToItself(long id) implements Rejection {}

  record TooManyLinks(long id) implements Rejection {}

  /** A link that would close a circle of its type. */
  record LinkCircle(long id, Link link) implements Rejection {}

  /** UNSAVE of a name under which nothing is saved. */
  record NoSuchQuery(String name) implements Rejection {}

  record TooManyQueries(int count) implements Rejection {}

  /** A query names what is not saved. */
  record UnknownSaved(String name) implements Rejection {}

  /** A query names one that says {@code me}, and nobody knows who asks. */
  record SavedForSomebody(String name) implements Rejection {}

  /** What is saved under a name that a query says is none that this version understands. */
  record SavedNotUnderstood(String name) implements Rejection {}

  /** More words, with those of the saved queries that it names, than a query may have. */
  record QueryTooLong(int words) implements Rejection {}

  /** Somebody would have one more ticket in progress than the desk allows. */
  record TooMuchInProgress(Identity who, int limit) implements Rejection {}

  /** The identity used this key before, for something else. */
  record KeyReused(RequestKey key) implements Rejection {}
}
