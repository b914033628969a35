package ticketd.journal;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * The mapped shared store. Three groups of operations, each for its own threads: reading (any
 * thread, never waits), catching up (one owner at a time), and the writer's turn (one thread at a
 * time). The two owners may be different threads, but never work at the same moment.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Journal implements AutoCloseable {
  private Journal() {}

  /** Opens the store, or creates it, and recovers what a crash left. */
  public static Journal open(JournalSettings settings) {
    throw Skeleton.missing();
  }

  /** The same over another file interface. */
  public static Journal open(JournalSettings settings, FileAccess files) {
    throw Skeleton.missing();
  }

  public JournalReader reader() {
    throw Skeleton.missing();
  }

  /** Absolute offset just after the last published record. */
  public long committed() {
    throw Skeleton.missing();
  }

  /** Absolute offset up to which the store survives loss of power. */
  public long durable() {
    throw Skeleton.missing();
  }

  /** Changes when recovery had to cut acknowledged history. */
  public long generation() {
    throw Skeleton.missing();
  }

  public SyncMode syncMode() {
    throw Skeleton.missing();
  }

  public Path file() {
    throw Skeleton.missing();
  }

  /** Whether the store is in memory only and does not survive a reboot (tmpfs). */
  public boolean volatileStorage() {
    throw Skeleton.missing();
  }

  /** Bytes in use, the header's included. */
  public long sizeBytes() {
    throw Skeleton.missing();
  }

  /** Verifies and delivers, in order, what was published since the last call. */
  public void catchUp(Consumer<StoredEvent> each) {
    throw Skeleton.missing();
  }

  /**
   * The same for at most {@code maxRecords} events.
   *
   * @return whether more are there
   */
  public boolean catchUp(int maxRecords, Consumer<StoredEvent> each) {
    throw Skeleton.missing();
  }

  /** The number after that of the last event caught up with. */
  public long nextSeq() {
    throw Skeleton.missing();
  }

  /** Absolute offset up to which it has caught up. */
  public long position() {
    throw Skeleton.missing();
  }

  /** A batch that begins at the end; only under the lock and caught up. */
  public BatchWriter newBatch() {
    throw Skeleton.missing();
  }

  /**
   * Takes the writer's lock if nobody has it. Never waits.
   *
   * @throws JournalException REPLACED, or IO when a failure has not been followed by a reopen
   */
  public boolean tryLock() {
    throw Skeleton.missing();
  }

  /**
   * Takes the writer's lock, waiting for it.
   *
   * @throws JournalException LOCK_TIMEOUT, REPLACED or IO
   */
  public void lock() {
    throw Skeleton.missing();
  }

  /**
   * Writes the batch, forces it in mode ALWAYS, publishes it. Only under the lock.
   *
   * @throws JournalException FULL, IO or SYNC_FAILED; nothing was published
   */
  public void append(BatchWriter batch) {
    throw Skeleton.missing();
  }

  public void unlock() {
    throw Skeleton.missing();
  }

  /**
   * Forces what is committed. For any one thread beside the writer.
   *
   * @throws JournalException SYNC_FAILED
   */
  public void sync() {
    throw Skeleton.missing();
  }

  /** After IO or SYNC_FAILED: a new descriptor, and everything above the durable mark rewritten. */
  public void reopen() {
    throw Skeleton.missing();
  }

  @Override
  public void close() {
    throw Skeleton.missing();
  }
}
