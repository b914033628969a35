package ticketd.door;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import ticketd.ticket.DeskRules;
import ticketd.wire.DeskFigures;

/** What a server's process tells of itself. For any thread. */
@FunctionalInterface
public interface ProcessState {
  /** Since it started. */
  Duration uptime();

  /** When the certificate that it serves ends, from 14 days before. */
  default Optional<Instant> certificateEnd() {
    return Optional.empty();
  }

  /** By what it runs the desk. */
  default DeskRules rules() {
    return DeskRules.NONE;
  }

  /** How it fares with PostgreSQL, where the desk is there. */
  default Optional<DeskFigures> desk() {
    return Optional.empty();
  }
}
