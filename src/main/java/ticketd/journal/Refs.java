package ticketd.journal;

/**
 * Where a ticket's newest event and its long texts are: absolute offsets of records, 0 for none.
 *
 * @param offset the ticket's newest event
 * @param titleAt the event that set its title
 * @param descriptionAt the event that set its description
 * @param lastCommentAt the event that added its newest comment
 * @param lastNoteAt the same of its newest note: known to whoever follows the log alone
 */
public record Refs(
    long offset, long titleAt, long descriptionAt, long lastCommentAt, long lastNoteAt) {
  /** Of a ticket that is not filed yet. */
  public static final Refs NONE = new Refs(0, 0, 0, 0, 0);

  /** The same with the event that added its newest note. */
  public Refs withNote(long at) {
    return new Refs(offset, titleAt, descriptionAt, lastCommentAt, at);
  }
}
