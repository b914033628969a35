package ticketd.journal;

/** What the journal asks of the operating system. */
public interface FileAccess {}
