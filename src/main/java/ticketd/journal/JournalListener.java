package ticketd.journal;

import java.nio.file.Path;

/**
 * Told what opening and using a store met on the way. Every method may be called by any thread that
 * uses the store, one of them under the writer's lock, and returns at once.
 */
public interface JournalListener {
  /** Others than its owner could use this file, the store or its lock, and now cannot. */
  default void tightened(Path file) {}

  /** What was written was forced to the disk, or that was tried, and took so long. */
  default void forced(long nanos) {}

  /**
   * Another process held the writer's lock; it was waited for so long, and is this process's now or
   * was not to be had in time.
   */
  default void waitedForLock(long nanos) {}

  /** Something that was acknowledged is missing, or may be. */
  default void lost(Loss loss) {}

  /** A node's copy was damaged: it was removed, and is copied from its origin once more. */
  default void copiedAnew(JournalException damage) {}

  /** From now on the store may hold what version 1.0 of this program would not know. */
  default void formatRaised() {}

  /** Takes no notice. */
  static JournalListener none() {
    return new JournalListener() {};
  }
}
