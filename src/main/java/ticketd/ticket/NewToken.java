package ticketd.ticket;

import java.util.Optional;

/**
 * A token that is asked for.
 *
 * @param cap empty: that of what it is made with
 * @param role empty: whatever the account gives at the time of use, as far as what it is made with
 *     may
 * @param session whether it is a browser's
 */
public record NewToken(
    TokenHash hash,
    String label,
    Optional<Cap> cap,
    Optional<Role> role,
    Lifetime lifetime,
    boolean session) {}
