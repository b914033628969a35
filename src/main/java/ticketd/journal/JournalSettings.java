package ticketd.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Which store, and how to use it.
 *
 * @param file the store; its lock is the file beside it with {@code .lock} added to the name
 * @param lockTimeout how long {@link Journal#lock} and opening wait for another process
 * @param chunkBytes of a store that is made: how much of it is mapped at once; a power of two from
 *     8 KiB to 1 GiB, and more than the largest event
 * @param origin the order that the file is a copy of; empty where the file is the order
 */
public record JournalSettings(
    Path file, SyncMode sync, Duration lockTimeout, int chunkBytes, Optional<Origin> origin) {
  public JournalSettings {
    file = file.toAbsolutePath().normalize();
    if (lockTimeout.isNegative()) {
      throw new IllegalArgumentException("lock timeout must not be negative: " + lockTimeout);
    }
    if (!RecordDescriptor.isChunkSize(chunkBytes)) {
      throw new IllegalArgumentException("not a chunk size: " + chunkBytes);
    }
  }

  /** A file that is the order. */
  public JournalSettings(Path file, SyncMode sync, Duration lockTimeout, int chunkBytes) {
    this(file, sync, lockTimeout, chunkBytes, Optional.empty());
  }

  /** The same with chunks of 64 MiB. */
  public JournalSettings(Path file, SyncMode sync, Duration lockTimeout) {
    this(file, sync, lockTimeout, RecordDescriptor.DEFAULT_CHUNK);
  }
}
