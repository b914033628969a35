package ticketd.wire;

import java.time.Instant;
import java.util.Optional;
import ticketd.ticket.DeskRules;
import ticketd.ticket.Figures;

/**
 * What STATS shows: the desk in figures, and this process of it.
 *
 * @param certificateEnd of what TLS is served by, where that is near
 * @param rules by which the process runs the desk
 * @param desk how the process fares with PostgreSQL, where the desk is there
 */
public record Stats(
    Figures figures,
    long connections,
    long watchers,
    long uptimeSeconds,
    Optional<Instant> certificateEnd,
    Optional<DeskFigures> desk,
    DeskRules rules) {
  /** Of a desk in a file, without a certificate that ends soon. */
  public Stats(Figures figures, long connections, long watchers, long uptimeSeconds) {
    this(
        figures,
        connections,
        watchers,
        uptimeSeconds,
        Optional.empty(),
        Optional.empty(),
        DeskRules.NONE);
  }
}
