package ticketd.journal;

import java.util.Optional;

/**
 * The order that is the file itself: whoever holds the writer's lock appends next, and every
 * process of the host reads what the others wrote in the file they share.
 */
public final class FileLog implements SharedLog {
  private final Journal journal;

  /** The one turn, and what {@link #tryTurn} returns of it: a turn costs no object. */
  private final FileTurn turn = new FileTurn();

  private final Optional<Turn> mine = Optional.of(turn);

  private FileLog(Journal journal) {
    this.journal = journal;
  }

  /** Opens the store, or creates it, and recovers what a crash left. */
  public static FileLog open(JournalSettings settings) {
    return open(settings, FileAccess.system());
  }

  /** The same over another file interface. */
  public static FileLog open(JournalSettings settings, FileAccess files) {
    return open(settings, files, JournalListener.none());
  }

  /**
   * The same.
   *
   * @param listener told what is met, from now on
   */
  public static FileLog open(JournalSettings settings, FileAccess files, JournalListener listener) {
    return new FileLog(Journal.open(settings, files, listener));
  }

  private final class FileTurn implements Turn {
    private Optional<BatchWriter> batch = Optional.empty();

    @Override
    public BatchWriter batch() {
      BatchWriter begun = journal.newBatch();
      batch = Optional.of(begun);
      return begun;
    }

    @Override
    public boolean waits() {
      return journal.syncMode() == SyncMode.ALWAYS && batch.isPresent() && !batch.get().isEmpty();
    }

    /** Nobody else can have appended: this process holds the lock. */
    @Override
    public Outcome append() {
      batch.ifPresent(journal::append);
      return Outcome.STORED;
    }

    @Override
    public boolean isAlone() {
      return journal.isAlone();
    }

    @Override
    public void raiseFormat() {
      journal.raiseFormat();
    }

    @Override
    public void close() {
      batch = Optional.empty();
      journal.unlock();
    }
  }

  @Override
  public Replica replica() {
    return journal;
  }

  @Override
  public boolean isCurrent() {
    return true;
  }

  @Override
  public void awaitCurrent() {
    // The file shows a commit by the same word that commits it.
  }

  @Override
  public Optional<Turn> tryTurn() {
    return journal.tryLock() ? mine : Optional.empty();
  }

  @Override
  public Turn turn() {
    journal.lock();
    return turn;
  }

  @Override
  public boolean takesNewKinds() {
    return journal.takesNewKinds();
  }

  @Override
  public SyncMode syncMode() {
    return journal.syncMode();
  }

  @Override
  public boolean isVolatile() {
    return journal.volatileStorage();
  }

  @Override
  public void sync() {
    journal.sync();
  }

  @Override
  public void reopen() {
    journal.reopen();
  }

  @Override
  public void close() {
    journal.close();
  }
}
