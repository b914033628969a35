package ticketd.ticket;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What a token gives, for how long.
 *
 * @param hash of the token, which itself is kept nowhere
 * @param label what its owner calls it; may be empty
 * @param role at most this, and never more than the account's at the time of use
 * @param expiresAt empty: never
 * @param session whether it is a browser's, which has a limit of its own
 * @param renewableUntil how far a session may be renewed: what it was made with ends then; empty
 *     where that has no end, and of what is no session
 * @param byPassword whether it ends when the password is changed: it was made with the password, or
 *     with such a token
 */
public record Grant(
    TokenHash hash,
    String label,
    Cap cap,
    Role role,
    Optional<Instant> expiresAt,
    boolean session,
    Optional<Instant> renewableUntil,
    boolean byPassword) {
  /** A renewal is stored: it must gain that much, so that a session in use has one an hour. */
  private static final Duration WORTH_IT = Duration.ofHours(1);

  public boolean isLiveAt(Instant now) {
    return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
  }

  /** When it ends if it is renewed now; empty where it is not to be. */
  public Optional<Instant> renewedAt(Instant now) {
    return session && expiresAt.isPresent() && isLiveAt(now)
        ? new Lifetime.Session()
            .endOf(now, renewableUntil)
            .filter(end -> !end.isBefore(expiresAt.get().plus(WORTH_IT)))
        : Optional.empty();
  }

  /** The same until then. */
  Grant until(Instant end) {
    return new Grant(hash, label, cap, role, Optional.of(end), session, renewableUntil, byPassword);
  }
}
