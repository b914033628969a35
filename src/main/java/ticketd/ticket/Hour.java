package ticketd.ticket;

import java.time.Instant;

/**
 * What was done on the desk in one hour of UTC.
 *
 * @param from its beginning
 * @param filed how many tickets were filed
 * @param closed how often one was closed
 * @param reopened how often one was opened again
 * @param open how many were not closed at its end; of an hour that goes on, by now
 */
public record Hour(Instant from, int filed, int closed, int reopened, long open) {}
