package ticketd.wire;

/**
 * How this process fares with an order that is kept in PostgreSQL, since it started.
 *
 * @param lagMillis since the database said where the order ends, which the copy then showed
 * @param turns batches that the database answered to
 * @param lostTurns those that were decided again, since another node was first
 * @param appendMicros what an answer to a batch takes, of late
 * @param barrierMicros what an answer to a read's question takes, of late
 * @param skewMillis how far the database's clock is ahead of this host's
 * @param reconnects connections that were made in place of one that failed
 * @param inDoubt batches of which peers were told that it is not known whether they are stored
 */
public record DeskFigures(
    long lagMillis,
    long turns,
    long lostTurns,
    long appendMicros,
    long barrierMicros,
    long skewMillis,
    long reconnects,
    long inDoubt) {}
