package ticketd.ticket;

import java.time.Instant;
import java.util.Optional;

/**
 * When a ticket is to be done.
 *
 * @param at in milliseconds
 * @param relative the words that said so, where they mean another instant at another time: a
 *     request's key is then compared by them
 */
public record DueTime(Instant at, Optional<String> relative) {}
