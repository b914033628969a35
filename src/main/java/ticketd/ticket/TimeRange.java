package ticketd.ticket;

import java.time.Instant;
import java.util.Optional;

/**
 * From the one instant, up to but without the other; nothing where they are the same.
 *
 * @param relative the words that said so, where they mean other instants at another time: a
 *     request's key is then compared by them
 */
public record TimeRange(Instant from, Instant until, Optional<String> relative) {
  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(until);
  }
}
