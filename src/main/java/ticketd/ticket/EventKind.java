package ticketd.ticket;

/** What an event is called. The ordinal is stored in the journal: append only, never reorder. */
public enum EventKind {
  FILED("filed"),
  COMMENTED("commented"),
  TAKEN("taken"),
  ASSIGNED("assigned"),
  STATUS("status"),
  CLOSED("closed"),
  REOPENED("reopened"),
  PRIORITISED("prioritised"),
  TAGGED("tagged"),
  EDITED("edited"),
  /** A keyed request that changed nothing: it holds the key's answer and is shown to nobody. */
  NOOP("noop"),
  DUE("due"),
  /** An internal comment. It is no step of the ticket: its newest event stays what it was. */
  NOTED("noted"),
  LINKED("linked"),
  UNLINKED("unlinked"),
  RATED("rated"),
  /** The desk itself raised the priority. */
  ESCALATED("escalated");

  private final String wireName;

  EventKind(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
