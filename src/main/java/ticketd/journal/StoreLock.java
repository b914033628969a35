package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * The lock file beside the store. Byte 0 is held by the process whose turn it is to write, byte 1,
 * shared, by every process that has the store open, byte 2 by the one that makes what can be made
 * again.
 *
 * <p>POSIX drops all of a process's locks on a file as soon as it closes any descriptor of it: so
 * this file is opened once, and nothing else in this process ever opens it, not even to look at it.
 */
final class StoreLock {
  private static final long WRITER = 0;
  private static final long OPEN = 1;
  private static final long MAKER = 2;
  private static final int SPINS = 200;
  private static final long MIN_PAUSE_NANOS = 20_000;
  private static final long MAX_PAUSE_NANOS = 2_000_000;

  private final FileAccess files;
  private final Path path;
  private final FileAccess.OpenFile file;
  private final Object identity;
  private final long number;
  private volatile boolean held;
  private boolean makes;

  private StoreLock(FileAccess files, Path path, FileAccess.OpenFile file) throws IOException {
    this.files = files;
    this.path = path;
    this.file = file;
    this.identity =
        files
            .stat(path)
            .orElseThrow(
                () -> new JournalException(JournalException.Kind.REPLACED, path, "was removed"))
            .identity();
    this.number = files.number(path);
  }

  /**
   * Opens it, or makes it.
   *
   * @param tightened told when others than its owner could use it
   */
  static StoreLock open(FileAccess files, Path path, Consumer<Path> tightened) throws IOException {
    Optional<FileAccess.FileStat> before = files.stat(path);
    StoreFiles.refuseForeign(files, path, before);
    if (before.isPresent()) {
      StoreFiles.keepToOwner(files, path, tightened);
    }
    FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.CREATE);
    try {
      return new StoreLock(files, path, file);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Of the lock file, see {@link FileAccess#number}. */
  long number() {
    return number;
  }

  boolean isHeld() {
    return held;
  }

  /**
   * Whether it was free. Another thread of this process may have it as another process may: who
   * repairs the journal need not be the one whose turn it is.
   */
  synchronized boolean tryLock() throws IOException {
    if (held) {
      return false;
    }
    held = file.tryLock(WRITER, 1, false);
    return held;
  }

  /** Spins for as long as most turns take, then backs off. */
  void lock(Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = MIN_PAUSE_NANOS;
    for (int tries = 0; !tryLock(); tries++) {
      if (tries < SPINS) {
        Thread.onSpinWait();
        continue;
      }
      if (System.nanoTime() - deadline >= 0) {
        throw new JournalException(
            JournalException.Kind.LOCK_TIMEOUT,
            path,
            "held by another process for more than " + timeout.toMillis() + " ms");
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(pause * 2, MAX_PAUSE_NANOS);
    }
  }

  synchronized void unlock() throws IOException {
    if (held) {
      held = false;
      file.unlock(WRITER);
    }
  }

  /**
   * Whether no other process has the store open. Only under the writer's lock, and before {@link
   * #share} or as the last thing, for it gives up this process's share.
   */
  boolean isAlone() throws IOException {
    boolean alone = takeAlone();
    if (alone) {
      file.unlock(OPEN);
    }
    return alone;
  }

  /**
   * Whether byte 1 was to be had for this process alone, and so no other has the store open. Only
   * under the writer's lock, and to be followed by {@link #share}.
   */
  boolean takeAlone() throws IOException {
    file.unlock(OPEN);
    return file.tryLock(OPEN, 1, false);
  }

  /** Lets others know that this process has the store open. Only under the writer's lock. */
  void share() throws IOException {
    file.unlock(OPEN);
    if (!file.tryLock(OPEN, 1, true)) {
      throw new IOException("byte 1 is locked, and not by a server");
    }
  }

  /** Whether byte 2 is this process's, which keeps it until {@link #close}. Never waits. */
  synchronized boolean tryMake() throws IOException {
    makes = makes || file.tryLock(MAKER, 1, false);
    return makes;
  }

  /** Whether the name still stands for the file that is locked. */
  void check() throws IOException {
    Optional<FileAccess.FileStat> stat = files.stat(path);
    if (stat.isEmpty() || !stat.get().identity().equals(identity)) {
      throw new JournalException(
          JournalException.Kind.REPLACED,
          path,
          (stat.isEmpty() ? "was removed" : "is another file") + " since the store was opened");
    }
  }

  void close() throws IOException {
    held = false;
    file.close();
  }
}
