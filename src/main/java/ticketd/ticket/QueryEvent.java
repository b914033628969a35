package ticketd.ticket;

/** What was done to the queries that the desk keeps. */
public sealed interface QueryEvent extends DeskEvent {
  String name();

  record Saved(String name, String query) implements QueryEvent {}

  record Unsaved(String name) implements QueryEvent {}

  /**
   * A keyed request met what it asks for: it holds the key's answer.
   *
   * @param seq the number of the event that had set it
   */
  record Kept(String name, long seq) implements QueryEvent {}
}
