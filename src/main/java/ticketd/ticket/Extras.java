package ticketd.ticket;

import java.time.Instant;
import java.util.Optional;

/**
 * What most tickets do not have.
 *
 * @param due when it is to be done, in milliseconds
 * @param closedAt when it was closed last, of a closed one; empty of others
 * @param rating by its author, of a closed one
 * @param isEscalated whether its priority was raised by the desk itself since it was filed or last
 *     closed
 */
public record Extras(
    Optional<Instant> due,
    Optional<Instant> closedAt,
    Optional<Rating> rating,
    boolean isEscalated) {
  public static final Extras NONE =
      new Extras(Optional.empty(), Optional.empty(), Optional.empty(), false);

  Extras withDue(Optional<Instant> to) {
    return new Extras(to, closedAt, rating, isEscalated);
  }

  public Extras withClosedAt(Instant at) {
    return new Extras(due, Optional.of(at), rating, isEscalated);
  }

  Extras withRating(Rating given) {
    return new Extras(due, closedAt, Optional.of(given), isEscalated);
  }

  Extras escalated() {
    return new Extras(due, closedAt, rating, true);
  }

  Extras closed(Instant at) {
    return new Extras(due, Optional.of(at), rating, false);
  }

  Extras reopened() {
    return new Extras(due, Optional.empty(), Optional.empty(), isEscalated);
  }
}
