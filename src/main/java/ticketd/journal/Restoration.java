package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a store needs that was put back to an earlier state: another generation. The numbers of what
 * is missing are given again, and whoever has one must be told that it does not count any more.
 */
public final class Restoration {
  /** Whoever holds the lock for longer has the store open. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final FileAccess files;
  private final Path path;
  private final Consumer<Path> tightened;
  private final StoreCheck.Listener listener;

  private Restoration(
      FileAccess files, Path path, Consumer<Path> tightened, StoreCheck.Listener listener) {
    this.files = files;
    this.listener = listener;
    this.path = path;
    this.tightened = tightened;
  }

  /**
   * What was done.
   *
   * @param report of the store as it is now; unless it is ok, the store is as it was
   * @param before the generation that the store had
   */
  public record Result(StoreCheck.Report report, long before) {}

  /**
   * Verifies a store that nobody has open and, if it is whole, gives it a new generation, which the
   * disk has when this returns.
   *
   * @param tightened told of each file, the store or its lock, that others than its owner could use
   *     and now cannot
   * @throws JournalException OPEN_ELSEWHERE when a process has it open, by whichever name, or why
   *     it cannot be read or written
   */
  public static Result run(Path file, Consumer<Path> tightened) {
    return run(file, tightened, StoreCheck.NOBODY);
  }

  /** The same; {@code listener} is told of what is read. */
  public static Result run(Path file, Consumer<Path> tightened, StoreCheck.Listener listener) {
    return run(file, FileAccess.system(), tightened, listener);
  }

  static Result run(Path file, FileAccess files, Consumer<Path> tightened) {
    return run(file, files, tightened, StoreCheck.NOBODY);
  }

  private static Result run(
      Path file, FileAccess files, Consumer<Path> tightened, StoreCheck.Listener listener) {
    Path path = file.toAbsolutePath().normalize();
    return StoreFiles.orFail(path, () -> new Restoration(files, path, tightened, listener).run());
  }

  private Result run() throws IOException {
    if (files.stat(path).isEmpty()) {
      throw new NoSuchFileException(path.toString());
    }
    FileAccess.Claim claim = StoreFiles.claim(files, path);
    try {
      StoreFiles.refuseUnlessStore(files, path, Optional.empty());
      return underLock(StoreLock.open(files, StoreFiles.lockOf(path), tightened));
    } finally {
      claim.release();
    }
  }

  private Result underLock(StoreLock lock) throws IOException {
    try {
      lock.lock(PATIENCE);
      if (!lock.isAlone()) {
        throw openElsewhere();
      }
      StoreFiles.keepToOwner(files, path, tightened);
      try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.WRITE)) {
        if (!NameLock.takeAlone(file)) {
          throw openElsewhere();
        }
        return renew(file);
      }
    } finally {
      lock.close();
    }
  }

  private JournalException openElsewhere() {
    return new JournalException(
        JournalException.Kind.OPEN_ELSEWHERE,
        path,
        "open in another process; stop all servers of the store first");
  }

  private Result renew(FileAccess.OpenFile file) throws IOException {
    StoreCheck.Report report = StoreCheck.run(path, file, files.bootId(), listener);
    if (!report.ok()) {
      return new Result(report, report.generation());
    }
    byte[] page = new byte[Header.BYTES];
    file.read(ByteBuffer.wrap(page), 0);
    Header header = new Header(StoreCheck.direct(page));
    long before = header.generation();
    return new Result(report.withGeneration(Recovery.changeGeneration(file, header)), before);
  }
}
