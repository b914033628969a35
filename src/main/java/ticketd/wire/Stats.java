package ticketd.wire;

import ticketd.ticket.Figures;

/** What STATS shows: the desk in figures, and this process of it. */
public record Stats(Figures figures, long connections, long watchers, long uptimeSeconds) {}
