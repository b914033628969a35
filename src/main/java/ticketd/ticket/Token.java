package ticketd.ticket;

import java.time.Instant;

/**
 * A token of an account that was not revoked.
 *
 * @param id of the desk's own numbering, without another token's ever being the same
 */
public record Token(long id, Grant grant, Instant createdAt) {}
