package ticketd.ticket;

import java.util.OptionalInt;

/** What a rule may need beside a ticket's own fields; asked for only where it matters. */
@FunctionalInterface
public interface Surroundings {
  /** The ticket's present description. */
  String description();

  /** How many notes the ticket has. */
  default int notes() {
    return 0;
  }

  /** Whether somebody has as many tickets in progress as the desk allows; its limit then. */
  default OptionalInt limitReached(Identity who) {
    return OptionalInt.empty();
  }

  default Links links() {
    return Links.NONE;
  }
}
