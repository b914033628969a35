package ticketd.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The mapped shared store. Three groups of operations, each for its own threads: reading (any
 * thread, never waits), catching up (one owner at a time), and the writer's turn (one thread at a
 * time). The two owners may be different threads, but never work at the same moment.
 *
 * <p>An interrupt would close the files: the threads that catch up or write must not be
 * interrupted.
 */
public final class Journal implements AutoCloseable {
  private final FileAccess files;
  private final JournalSettings settings;
  private final Path path;
  private final Path claim;
  private final StoreLock lock;
  private final Object identity;
  private final Header header;
  private final int fixedCrc;
  private final boolean inMemory;
  private final Chunks chunks;
  private final JournalReader reader;
  private final RecordScanner scanner;
  private final BatchWriter batch;
  private final Appender appender;

  /** Guards the descriptor against being replaced while it is forced beside the writer. */
  private final Object descriptor = new Object();

  private FileAccess.OpenFile file;

  /** Set by a failure, until the file is open anew. */
  private volatile boolean failed;

  /** Whether a force failed, so that pages may be taken for written that are not. */
  private volatile boolean suspect;

  private boolean closed;

  private Journal(
      FileAccess files,
      JournalSettings settings,
      Path claim,
      StoreLock lock,
      FileAccess.OpenFile file)
      throws IOException {
    this.files = files;
    this.settings = settings;
    this.path = settings.file();
    this.claim = claim;
    this.lock = lock;
    this.file = file;
    this.inMemory = StoreFiles.isInMemory(files.fileSystem(path));
    this.header = new Header(file.map(true, 0, Header.BYTES));
    this.identity = statOrReplaced().identity();
    this.chunks = new Chunks(path, file, header.chunkBytes());
    this.reader =
        new JournalReader(path, chunks, header.chunkBytes(), header.salt(), header::commit);
    this.scanner = new RecordScanner(chunks::read, header.chunkBytes(), header.salt());
    this.batch = new BatchWriter(header.chunkBytes(), header.salt());
    agreeOnSyncMode();
    new Recovery(files, path, file, header).run(settings.sync() != SyncMode.OS);
    this.fixedCrc = header.fixedCrc();
    this.appender = new Appender(path, header, settings.sync());
  }

  /** Opens the store, or creates it, and recovers what a crash left. */
  public static Journal open(JournalSettings settings) {
    return open(settings, FileAccess.system());
  }

  /** The same over another file interface. */
  public static Journal open(JournalSettings settings, FileAccess files) {
    return StoreFiles.orFail(settings.file(), () -> claimAndOpen(settings, files));
  }

  private static Journal claimAndOpen(JournalSettings settings, FileAccess files)
      throws IOException {
    Path file = settings.file();
    Path directory = StoreFiles.directoryOf(file);
    files.createDirectories(directory);
    String fileSystem = files.fileSystem(directory);
    if (!StoreFiles.isLocal(fileSystem)) {
      throw new JournalException(
          JournalException.Kind.NOT_LOCAL, file, "not on a local file system: " + fileSystem);
    }
    Path claim = directory.toRealPath().resolve(file.getFileName());
    if (!files.claim(claim)) {
      throw new JournalException(
          JournalException.Kind.ALREADY_OPEN, file, "this process has it open already");
    }
    try {
      return lockAndOpen(settings, files, claim);
    } catch (IOException | RuntimeException e) {
      files.release(claim);
      throw e;
    }
  }

  private static Journal lockAndOpen(JournalSettings settings, FileAccess files, Path claim)
      throws IOException {
    // A name that cannot be a store is refused before anything is left beside it.
    StoreFiles.refuseForeign(files, settings.file(), files.stat(settings.file()));
    StoreLock lock = StoreLock.open(files, StoreFiles.lockOf(settings.file()));
    try {
      lock.lock(settings.lockTimeout());
      FileAccess.OpenFile file = StoreFiles.open(files, settings.file(), settings.chunkBytes());
      try {
        Journal journal = new Journal(files, settings, claim, lock, file);
        lock.unlock();
        return journal;
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private void agreeOnSyncMode() throws IOException {
    SyncMode wanted = settings.sync();
    if (lock.isAlone()) {
      header.syncMode(wanted);
    } else {
      SyncMode agreed = header.syncMode().orElse(wanted);
      if (agreed != wanted) {
        throw new JournalException(
            JournalException.Kind.SYNC_MODE_DIFFERS,
            path,
            "open with sync = "
                + agreed.wireName()
                + " in another process, here it is to be "
                + wanted.wireName());
      }
    }
    lock.share();
  }

  /** Whether a store at this path is, or would be, in memory and would not survive a reboot. */
  public static boolean isOnTmpfs(Path file) {
    Path existing = file.toAbsolutePath().normalize();
    while (!Files.exists(existing)) {
      Path parent = existing.getParent();
      if (parent == null) {
        return false;
      }
      existing = parent;
    }
    Path found = existing;
    return StoreFiles.orFail(
        file, () -> StoreFiles.isInMemory(FileAccess.system().fileSystem(found)));
  }

  // Reading

  public JournalReader reader() {
    return reader;
  }

  /** Absolute offset just after the last published record. */
  public long committed() {
    return header.commit();
  }

  /** Absolute offset up to which the store survives loss of power. */
  public long durable() {
    return header.durable();
  }

  /** Changes when recovery had to cut acknowledged history. */
  public long generation() {
    return header.generation();
  }

  public SyncMode syncMode() {
    return settings.sync();
  }

  public Path file() {
    return path;
  }

  /** Whether the store is in memory only and does not survive a reboot (tmpfs). */
  public boolean volatileStorage() {
    return inMemory;
  }

  /** Bytes in use, the header's included. */
  public long sizeBytes() {
    return committed();
  }

  // Catching up

  /** Verifies and delivers, in order, what was published since the last call. */
  public void catchUp(Consumer<StoredEvent> each) {
    while (catchUp(Integer.MAX_VALUE, each)) {
      // More was published meanwhile.
    }
  }

  /**
   * The same for at most {@code maxRecords} events.
   *
   * @return whether more are there
   */
  public boolean catchUp(int maxRecords, Consumer<StoredEvent> each) {
    long end = committed();
    int left = maxRecords;
    while (scanner.position() < end && left > 0) {
      long offset = scanner.position();
      if (!scanner.next(end)) {
        throw JournalException.damaged(path, offset, scanner.problem());
      }
      if (scanner.isEvent()) {
        left--;
        each.accept(reader.decode(offset, scanner.record()));
      }
    }
    return scanner.position() < committed();
  }

  /** The number after that of the last event caught up with. */
  public long nextSeq() {
    return scanner.nextSeq();
  }

  /** Absolute offset up to which it has caught up. */
  public long position() {
    return scanner.position();
  }

  // The writer's turn

  /**
   * An empty batch that begins at the end; of use only under the lock and caught up. The batch
   * before it must not be used any more.
   */
  public BatchWriter newBatch() {
    batch.reset(scanner.position(), scanner.nextSeq(), scanner.chain());
    return batch;
  }

  /**
   * Takes the writer's lock if nobody has it. Never waits.
   *
   * @throws JournalException REPLACED, or IO when a failure has not been followed by a reopen
   */
  public boolean tryLock() {
    return StoreFiles.orFail(
        path,
        () -> {
          refuseFailed();
          if (!lock.tryLock()) {
            return false;
          }
          checkUnderLock();
          return true;
        });
  }

  /**
   * Takes the writer's lock, waiting for it.
   *
   * @throws JournalException LOCK_TIMEOUT, REPLACED or IO
   */
  public void lock() {
    StoreFiles.orFail(
        path,
        () -> {
          refuseFailed();
          lock.lock(settings.lockTimeout());
          checkUnderLock();
          return true;
        });
  }

  private void refuseFailed() {
    if (failed) {
      throw new JournalException(
          JournalException.Kind.IO, path, "failed before and is not open again yet");
    }
  }

  /** Both names must still stand for the files that are open, or others write elsewhere. */
  private void checkUnderLock() throws IOException {
    try {
      lock.check();
      appender.fileSize(checkedSize());
    } catch (IOException | RuntimeException e) {
      failed = true;
      lock.unlock();
      throw e;
    }
  }

  private long checkedSize() throws IOException {
    FileAccess.FileStat stat = statOrReplaced();
    if (!stat.identity().equals(identity)) {
      throw replaced("is another file since the store was opened");
    }
    if (stat.size() < scanner.position() || stat.size() < header.commit()) {
      throw replaced("was cut off to " + stat.size() + " bytes");
    }
    if (header.fixedCrc() != fixedCrc) {
      throw replaced("holds another store since it was opened");
    }
    return stat.size();
  }

  private FileAccess.FileStat statOrReplaced() throws IOException {
    Optional<FileAccess.FileStat> stat = files.stat(path);
    return stat.orElseThrow(() -> replaced("was removed since the store was opened"));
  }

  private JournalException replaced(String how) {
    return new JournalException(JournalException.Kind.REPLACED, path, how);
  }

  /**
   * Writes the batch, forces it in mode ALWAYS, publishes it. Only under the lock.
   *
   * @throws JournalException FULL, IO or SYNC_FAILED; nothing was published
   */
  public void append(BatchWriter batch) {
    if (!lock.isHeld() || batch.start() != header.commit()) {
      throw new IllegalStateException(path + ": append without the lock, or not caught up");
    }
    if (batch.isEmpty()) {
      return;
    }
    try {
      appender.append(batch, file);
    } catch (JournalException e) {
      failed = e.kind() != JournalException.Kind.FULL;
      suspect |= e.kind() == JournalException.Kind.SYNC_FAILED;
      throw e;
    }
    scanner.jumpTo(batch.end(), batch.nextSeq(), batch.chain());
  }

  /** Gives the writer's lock back; without it, does nothing. */
  public void unlock() {
    StoreFiles.orFail(
        path,
        () -> {
          lock.unlock();
          return true;
        });
  }

  /**
   * Forces what is committed. For any one thread beside the writer. Does nothing between a failure
   * and the reopening, which forces.
   *
   * @throws JournalException SYNC_FAILED
   */
  public void sync() {
    synchronized (descriptor) {
      long committed = header.commit();
      if (failed || closed || header.durable() >= committed) {
        return;
      }
      try {
        file.force();
      } catch (IOException e) {
        failed = true;
        suspect = true;
        throw new JournalException(JournalException.Kind.SYNC_FAILED, path, "sync failed", e);
      }
      header.raiseDurable(committed);
    }
  }

  /** After IO or SYNC_FAILED: a new descriptor, and everything above the durable mark rewritten. */
  public void reopen() {
    StoreFiles.orFail(
        path,
        () -> {
          lock.lock(settings.lockTimeout());
          try {
            lock.check();
            replaceDescriptor();
            checkedSize();
            new Recovery(files, path, file, header).run(suspect || syncMode() != SyncMode.OS);
            suspect = false;
            failed = false;
          } finally {
            lock.unlock();
          }
          return true;
        });
  }

  private void replaceDescriptor() throws IOException {
    FileAccess.OpenFile opened = files.open(path, FileAccess.OpenMode.WRITE);
    synchronized (descriptor) {
      FileAccess.OpenFile old = file;
      file = opened;
      chunks.use(opened);
      try {
        old.close();
      } catch (IOException e) {
        // It is closed all the same, and the failure it tells of is why it is being replaced.
        return;
      }
    }
  }

  /** Forces what is left to force, and closes both files. What was read stays readable. */
  @Override
  public void close() {
    StoreFiles.orFail(
        path,
        () -> {
          synchronized (descriptor) {
            if (!closed) {
              closed = true;
              try {
                leave();
              } finally {
                closeFiles();
              }
            }
          }
          return true;
        });
  }

  private void leave() throws IOException {
    if (failed || (!lock.isHeld() && !lock.tryLock())) {
      return;
    }
    long committed = header.commit();
    if (header.durable() < committed) {
      file.force();
      header.raiseDurable(committed);
    }
    if (lock.isAlone()) {
      // Room that was taken ahead, and that nobody needs now.
      file.truncate(committed);
    }
  }

  private void closeFiles() throws IOException {
    try {
      file.close();
    } finally {
      try {
        lock.close();
      } finally {
        files.release(claim);
      }
    }
  }
}
