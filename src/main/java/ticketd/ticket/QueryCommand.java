package ticketd.ticket;

/** A request to change the queries that the desk keeps, its grammar already checked. */
public sealed interface QueryCommand extends KeyedCommand {
  String name();

  /** Keeps it under this name, in place of what was kept so before. */
  record Save(String name, String query) implements QueryCommand {}

  record Unsave(String name) implements QueryCommand {}
}
