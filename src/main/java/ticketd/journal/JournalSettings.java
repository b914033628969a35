package ticketd.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Which store, and how to use it.
 *
 * @param file the store; its lock is the file beside it with {@code .lock} added to the name
 * @param lockTimeout how long {@link Journal#lock} and opening wait for another process
 */
public record JournalSettings(Path file, SyncMode sync, Duration lockTimeout) {
  public JournalSettings {
    file = file.toAbsolutePath().normalize();
    if (lockTimeout.isNegative()) {
      throw new IllegalArgumentException("lock timeout must not be negative: " + lockTimeout);
    }
  }
}
