package ticketd.desk;

import java.util.Optional;
import ticketd.ticket.Command;
import ticketd.ticket.ExpectedVersions;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Principal;

/**
 * One change that {@code principal} asks for, to be carried out once where it has a key.
 *
 * @param expected of the ticket that it changes; no part of what its key stands for, so that a
 *     repeat is answered whatever became of the ticket since
 */
public record Change(
    Principal principal, Command command, Optional<KeyUse> key, ExpectedVersions expected) {

  /** A change at whatever version it meets. */
  public Change(Principal principal, Command command, Optional<KeyUse> key) {
    this(principal, command, key, ExpectedVersions.NOT_CHECKED);
  }
}
