package ticketd.ticket;

import java.time.Instant;
import java.util.Optional;

/**
 * Whose something is and since when, where that is not who asks for it and not now: it was imported
 * from elsewhere.
 *
 * @param createdAt in milliseconds, not in the future
 */
public record Origin(Optional<Identity> author, Optional<Instant> createdAt) {
  /** Of whoever asks, and now. */
  public static final Origin HERE = new Origin(Optional.empty(), Optional.empty());

  public boolean isElsewhere() {
    return author.isPresent() || createdAt.isPresent();
  }
}
