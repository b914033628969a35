package ticketd.store;

import java.nio.file.Path;
import java.util.function.Consumer;
import ticketd.journal.FileAccess;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;

/** An open journal and the index over all of it: what a {@link TicketStore} starts from. */
public final class OpenStore {
  private final Journal journal;
  private final StoreIndex index;
  private final Reads reads = new Reads();

  private OpenStore(Journal journal, StoreIndex index) {
    this.journal = journal;
    this.index = index;
  }

  /**
   * Opens the store's file, recovers it and reads it from end to end, verifying every record.
   *
   * @throws ticketd.journal.JournalException when the file cannot be used; it is left untouched
   */
  public static OpenStore open(JournalSettings settings, FileAccess files) {
    return open(settings, files, file -> {});
  }

  /**
   * The same.
   *
   * @param tightened told of each file, the store or its lock, that others than its owner could use
   *     and now cannot
   */
  public static OpenStore open(
      JournalSettings settings, FileAccess files, Consumer<Path> tightened) {
    return over(Journal.open(settings, files, tightened));
  }

  /** Reads all of an open journal; closes it when that fails. */
  public static OpenStore over(Journal journal) {
    StoreIndex index = new StoreIndex();
    try {
      journal.catchUp(index::apply);
      // Of an empty store nothing is applied, and its end is reached all the same.
      index.appliedTo(journal.position());
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
    return new OpenStore(journal, index);
  }

  Journal journal() {
    return journal;
  }

  StoreIndex index() {
    return index;
  }

  Reads reads() {
    return reads;
  }

  /** Reads beside the store actor; for any thread, as long as the journal is open. */
  TicketReader reader() {
    return new TicketReader(journal, index, reads);
  }

  public SyncMode syncMode() {
    return journal.syncMode();
  }

  /** Whether the file is in memory, so that its tickets do not survive a reboot. */
  public boolean isVolatile() {
    return journal.volatileStorage();
  }

  /** How many tickets there are. */
  public long tickets() {
    return index.tickets().lastId();
  }

  /** Closes the journal of a store that was never started. */
  public void close() {
    journal.close();
  }
}
