package ticketd.desk;

import java.util.Optional;
import ticketd.ticket.Identity;
import ticketd.ticket.KeyUse;
import ticketd.ticket.TicketCommand;

/** One change that {@code principal} asks for, to be carried out once where it has a key. */
public record Change(Identity principal, TicketCommand command, Optional<KeyUse> key) {}
