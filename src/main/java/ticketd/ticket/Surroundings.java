package ticketd.ticket;

/** What a rule may need beside a ticket's own fields; asked for only where it matters. */
@FunctionalInterface
public interface Surroundings {
  /** The ticket's present description. */
  String description();

  /** How many notes the ticket has. */
  default int notes() {
    return 0;
  }

  default Links links() {
    return Links.NONE;
  }
}
