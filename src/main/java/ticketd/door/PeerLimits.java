package ticketd.door;

import java.time.Duration;

/**
 * What a peer may do.
 *
 * @param maxLine bytes of a line without its terminator
 * @param firstRequest from the connection to the end of the first request
 * @param line from a line's first byte to its terminator
 * @param idle from one line to the next while no watch is on
 * @param stall without the peer taking a byte while something is owed
 * @param linger after a closing status line, for what the peer still sends
 * @param ticker the time that these go by
 */
public record PeerLimits(
    int maxLine,
    Duration firstRequest,
    Duration line,
    Duration idle,
    Duration stall,
    Duration linger,
    Ticker ticker) {}
