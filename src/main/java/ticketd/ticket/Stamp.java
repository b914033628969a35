package ticketd.ticket;

import java.time.Instant;

/**
 * What every change carries: who, when (milliseconds), and its store-wide number, should it change
 * something.
 */
public record Stamp(Identity by, Instant at, long seq) {}
