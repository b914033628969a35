package ticketd.store;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import ticketd.journal.DeskFile;
import ticketd.journal.FileAccess;
import ticketd.journal.FileLog;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;
import ticketd.journal.JournalSettings;
import ticketd.journal.SharedLog;
import ticketd.journal.text.Levels;
import ticketd.ticket.DeskRules;
import ticketd.ticket.Figures;

/** An open log and the index over all of it: what a {@link TicketStore} starts from. */
public final class OpenStore {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStore.class);

  private final SharedLog log;
  private final DeskRules rules;
  private final StoreIndex index;
  private final Reads reads = new Reads();
  private final Search search;

  private OpenStore(SharedLog log, DeskRules rules, StoreIndex index, Levels levels) {
    this.log = log;
    this.rules = rules;
    this.index = index;
    this.search = new Search(log.replica(), index, levels);
  }

  /**
   * Opens the store's file, recovers it and reads it from end to end, verifying every record.
   *
   * @throws ticketd.journal.JournalException when the file cannot be used; it is left untouched
   */
  public static OpenStore open(JournalSettings settings, FileAccess files) {
    return open(settings, files, JournalListener.none(), DeskRules.NONE);
  }

  /**
   * The same.
   *
   * @param listener told what is met, from now on
   * @param rules by which the process runs the desk
   */
  public static OpenStore open(
      JournalSettings settings, FileAccess files, JournalListener listener, DeskRules rules) {
    return over(FileLog.open(settings, files, listener), rules);
  }

  /** Reads all that an open log's replica shows; closes it when that fails. */
  public static OpenStore over(SharedLog log) {
    return over(log, DeskRules.NONE);
  }

  /** The same, and the process runs the desk by these rules. */
  public static OpenStore over(SharedLog log, DeskRules rules) {
    return over(log, Levels.STANDARD, rules);
  }

  /**
   * The same of a log that is opened for it. Where the order is elsewhere, and this process's copy
   * of it is damaged, the copy is made anew.
   */
  public static OpenStore over(Supplier<? extends SharedLog> opening, DeskRules rules) {
    SharedLog log = opening.get();
    try {
      return over(log, rules);
    } catch (JournalException e) {
      if (e.kind() != JournalException.Kind.DAMAGED || !log.isElsewhere()) {
        throw e;
      }
      LOG.warn("{}; copied anew", e.getMessage());
      DeskFile.remove(log.replica().file());
      return over(opening.get(), rules);
    }
  }

  /** The same with a text index of other segments. */
  static OpenStore over(SharedLog log, Levels levels, DeskRules rules) {
    StoreIndex index = new StoreIndex(rules);
    log.hurryWhile(() -> index.accounts().isClosed());
    try {
      log.replica().catchUp(index::apply);
      // The order may be elsewhere, and this process's copy behind it.
      log.awaitCurrent();
      log.replica().catchUp(index::apply);
      // Of an empty store nothing is applied, and its end is reached all the same.
      index.appliedTo(log.replica().position());
    } catch (RuntimeException e) {
      log.close();
      throw e;
    }
    return new OpenStore(log, rules, index, levels);
  }

  SharedLog log() {
    return log;
  }

  DeskRules rules() {
    return rules;
  }

  StoreIndex index() {
    return index;
  }

  Reads reads() {
    return reads;
  }

  Search search() {
    return search;
  }

  /** Reads beside the store actor; for any thread, as long as the log is open. */
  TicketReader reader() {
    return new TicketReader(log, index, reads, search);
  }

  /** Where this process has it: of a desk elsewhere its copy, which need not be the one named. */
  public Path file() {
    return log.replica().file();
  }

  /** How what is acknowledged becomes durable, in a word. */
  public String durability() {
    return log.durability();
  }

  /** Whether the file is in memory, so that its tickets do not survive a reboot. */
  public boolean isVolatile() {
    return log.isVolatile();
  }

  /** The store in figures, as far as this process has read it. For any thread. */
  public Figures figures() {
    return reader().figures();
  }

  /** Whether there are accounts, as far as this process has read. For any thread. */
  public boolean isClosed() {
    return index.accounts().isClosed();
  }

  /** How many tickets there are. */
  public long tickets() {
    return index.tickets().lastId();
  }

  /** Closes the log of a store that was never started. */
  public void close() {
    log.close();
  }
}
