package ticketd.ticket;

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
    boolean byPassword) {
  public boolean isLiveAt(Instant now) {
    return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
  }
}
