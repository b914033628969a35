package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The two files of an open store, as this process holds them: the lock, and the store itself
 * through a descriptor that is replaced after a failure. Methods throw {@link JournalException}
 * where there is more to say than an {@link IOException} does.
 */
final class StoreHandle {
  /** Whoever closes waits no longer for the lock. */
  private static final Duration LEAVE_PATIENCE = Duration.ofSeconds(2);

  private final FileAccess files;
  private final JournalSettings settings;
  private final JournalListener listener;
  private final Path path;
  private final FileAccess.Claim claim;
  private final StoreLock lock;
  private final Header header;
  private final Placement placement;
  private final boolean inMemory;

  /** Guards the descriptor against being replaced while it is forced beside the writer. */
  private final Object descriptor = new Object();

  private volatile FileAccess.OpenFile file;

  /** The same file for reading alone; closed with the handle, for to close one drops locks. */
  private final FileAccess.OpenFile reading;

  private volatile long generation;

  /** What failed, until the file is open anew. */
  private volatile Optional<Exception> failure = Optional.empty();

  /** Whether a force failed, so that pages may be taken for written that are not. */
  private volatile boolean suspect;

  private boolean closed;

  private StoreHandle(
      FileAccess files,
      JournalSettings settings,
      JournalListener listener,
      FileAccess.Claim claim,
      StoreLock lock,
      FileAccess.OpenFile file,
      FileAccess.OpenFile reading)
      throws IOException {
    this.files = files;
    this.settings = settings;
    this.listener = listener;
    this.path = settings.file();
    this.claim = claim;
    this.lock = lock;
    this.file = file;
    this.reading = reading;
    this.inMemory = StoreFiles.isInMemory(files.fileSystem(path));
    this.header = new Header(file.map(true, 0, Header.BYTES));
    this.placement = new Placement(files, path, lock, header);
  }

  /** Opens or creates both files, agrees with other processes on the sync mode, recovers. */
  static StoreHandle open(JournalSettings settings, FileAccess files, JournalListener listener)
      throws IOException {
    StoreFiles.makeDirectory(files, StoreFiles.directoryOf(settings.file()));
    FileAccess.Claim claim = StoreFiles.claim(files, settings.file());
    try {
      return openClaimed(settings, files, claim, listener);
    } catch (IOException | RuntimeException e) {
      claim.release();
      throw e;
    }
  }

  private static StoreHandle openClaimed(
      JournalSettings settings, FileAccess files, FileAccess.Claim claim, JournalListener listener)
      throws IOException {
    Path path = settings.file();
    // A file that is no store is refused before a lock file is left beside it.
    StoreFiles.refuseUnlessStore(files, path, settings.origin());
    StoreLock lock = StoreLock.open(files, StoreFiles.lockOf(path), listener::tightened);
    try {
      lock.lock(settings.lockTimeout());
      FileAccess.OpenFile file = StoreFiles.open(files, settings, lock, listener::tightened);
      try {
        return openRead(settings, files, claim, listener, lock, file);
      } catch (IOException | RuntimeException e) {
        file.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static StoreHandle openRead(
      JournalSettings settings,
      FileAccess files,
      FileAccess.Claim claim,
      JournalListener listener,
      StoreLock lock,
      FileAccess.OpenFile file)
      throws IOException {
    FileAccess.OpenFile reading = files.open(settings.file(), FileAccess.OpenMode.READ);
    try {
      StoreHandle handle = new StoreHandle(files, settings, listener, claim, lock, file, reading);
      handle.agreeAndRecover();
      lock.unlock();
      return handle;
    } catch (IOException | RuntimeException e) {
      reading.close();
      throw e;
    }
  }

  /**
   * The first process to open a store says how it is synced, the others agree or stay out.
   *
   * <p>The first one says so only once what an earlier session left has been forced, and nothing is
   * acknowledged before the word is on the disk: after a loss of power it tells whether a suffix
   * may be missing without a trace.
   */
  private void agreeAndRecover() throws IOException {
    SyncMode wanted = settings.sync();
    boolean alone = lock.isAlone();
    Optional<SyncMode> agreed = header.syncMode();
    if (!alone && agreed.isPresent() && agreed.get() != wanted) {
      throw new JournalException(
          JournalException.Kind.SYNC_MODE_DIFFERS,
          path,
          "open with sync = "
              + agreed.get().wireName()
              + " in another process, here it is to be "
              + wanted.wireName());
    }
    recover(wanted != SyncMode.OS);
    if (alone && !agreed.equals(Optional.of(wanted))) {
      header.syncMode(wanted);
      file.force();
    }
    tryRaise();
  }

  /**
   * Raises the store's format to this program's, in one step that the disk has when this returns,
   * if no other process has it open. Only under the writer's lock.
   */
  void tryRaise() throws IOException {
    try {
      if (!isRaised() && lock.takeAlone()) {
        file.write(ByteBuffer.wrap(header.fixedRaised()), 0);
        file.force();
        placement.know();
        listener.formatRaised();
      }
    } catch (IOException e) {
      // Whether the disk has it is not known: to be written again before anything rests on it.
      suspect = true;
      throw e;
    } finally {
      lock.share();
    }
  }

  /** Whether no other process has the store open. Only under the writer's lock. */
  boolean isAlone() throws IOException {
    try {
      return lock.takeAlone();
    } finally {
      lock.share();
    }
  }

  /** Whether the store may hold what version 1.0 of this program would not know. */
  boolean isRaised() {
    return header.version() >= Header.VERSION;
  }

  private void recover(boolean rewrite) throws IOException {
    new Recovery(files, path, file, header, listener).run(rewrite);
    placement.know();
    generation = header.generation();
  }

  Header header() {
    return header;
  }

  FileAccess.OpenFile file() {
    return file;
  }

  /** A descriptor that only reads, as long as the handle is open. */
  FileAccess.OpenFile reading() {
    return reading;
  }

  long generation() {
    return generation;
  }

  /** Gives a copy the generation that its origin has by now; on the disk when this returns. */
  void generation(long changed) throws IOException {
    if (changed != header.generation()) {
      file.write(ByteBuffer.wrap(header.fixedWithGeneration(changed)), 0);
      file.force();
      placement.know();
    }
    generation = changed;
  }

  /** Of a store that moved elsewhere; on the disk when this returns. */
  void seal(long word) throws IOException {
    header.seal(word);
    file.force();
  }

  boolean inMemory() {
    return inMemory;
  }

  FileAccess files() {
    return files;
  }

  /** Whether this process is the one that makes what is kept beside the store. */
  boolean makes() throws IOException {
    synchronized (descriptor) {
      return !closed && lock.tryMake();
    }
  }

  // The writer's lock

  boolean isLocked() {
    return lock.isHeld();
  }

  /**
   * Whether the lock was free, and now is this process's and the files are those that were opened.
   */
  boolean tryLock() throws IOException {
    refuseFailed();
    if (!lock.tryLock()) {
      return false;
    }
    checkUnderLock();
    return true;
  }

  void lock() throws IOException {
    refuseFailed();
    long began = System.nanoTime();
    try {
      lock.lock(settings.lockTimeout());
    } finally {
      listener.waitedForLock(System.nanoTime() - began);
    }
    checkUnderLock();
  }

  /** Whatever comes of it, the turn is over and its outcome stands: a failure is the next one's. */
  void unlock() {
    try {
      lock.unlock();
    } catch (IOException e) {
      failure = Optional.of(e);
    }
  }

  private void refuseFailed() {
    if (failure.isPresent()) {
      Exception cause = failure.get();
      throw new JournalException(
          JournalException.Kind.IO,
          path,
          "failed before and is not open again yet: " + cause.getMessage(),
          cause);
    }
  }

  private void checkUnderLock() throws IOException {
    try {
      checkFiles();
      lowerMark();
    } catch (JournalException e) {
      // A name that leads elsewhere is no fault of the descriptor: once it is back, all is well.
      if (e.kind() != JournalException.Kind.REPLACED) {
        failure = Optional.of(e);
      }
      unlock();
      throw e;
    } catch (IOException | RuntimeException e) {
      failure = Optional.of(e);
      unlock();
      throw e;
    }
  }

  private void checkFiles() throws IOException {
    try {
      placement.check(file);
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.NEWER_FORMAT) {
        fail(e);
      }
      throw e;
    }
  }

  /**
   * Takes down the durable mark that a process of version 1.0, which stored it before the commit
   * word, left above that when it died in between: before anything is written over what it refers
   * to, or cut off. The disk has it when this returns.
   */
  private void lowerMark() throws IOException {
    if (header.lowerDurable(header.commit())) {
      try {
        file.force();
      } catch (IOException e) {
        suspect = true;
        throw e;
      }
    }
  }

  // Failures

  /** Nothing is written from now on, until {@link #reopen}. */
  void fail(JournalException cause) {
    suspect |= cause.kind() == JournalException.Kind.SYNC_FAILED;
    failure = Optional.of(cause);
  }

  /**
   * A new descriptor, and everything above the durable mark made durable.
   *
   * @param use told of the new descriptor before the old one is closed
   */
  void reopen(Consumer<FileAccess.OpenFile> use) throws IOException {
    lock.lock(settings.lockTimeout());
    try {
      reopenUnderLock(use);
    } finally {
      unlock();
    }
  }

  /** The same for whoever holds the writer's lock. */
  void reopenUnderLock(Consumer<FileAccess.OpenFile> use) throws IOException {
    checkFiles();
    replaceDescriptor(use);
    checkFiles();
    if (suspect) {
      file.write(ByteBuffer.wrap(header.fixed()), 0);
      file.force();
    }
    recover(suspect || settings.sync() != SyncMode.OS);
    suspect = false;
    failure = Optional.empty();
  }

  private void replaceDescriptor(Consumer<FileAccess.OpenFile> use) throws IOException {
    FileAccess.OpenFile opened = files.open(path, FileAccess.OpenMode.WRITE);
    synchronized (descriptor) {
      FileAccess.OpenFile old = file;
      file = opened;
      use.accept(opened);
      closeReplaced(old);
      NameLock.take(opened, path, lock.number());
    }
  }

  private static void closeReplaced(FileAccess.OpenFile old) {
    try {
      old.close();
    } catch (IOException e) {
      // It is closed all the same, and the failure it tells of is why it is being replaced.
      return;
    }
  }

  /** Forces what is committed, unless a failure waits for {@link #reopen}, which does. */
  void sync() {
    synchronized (descriptor) {
      if (failure.isEmpty() && !closed) {
        syncCommitted();
      }
    }
  }

  private void syncCommitted() {
    if (!hasHeader()) {
      // Somebody cut it off: the next turn says so.
      return;
    }
    try {
      placement.refuseNewer();
    } catch (JournalException e) {
      fail(e);
      throw e;
    }
    long committed = header.commit();
    if (header.durable() >= committed) {
      return;
    }
    long began = System.nanoTime();
    try {
      file.force();
    } catch (IOException e) {
      throw syncFailed(e);
    } finally {
      listener.forced(System.nanoTime() - began);
    }
    if (hasHeader()) {
      header.raiseDurable(committed);
    }
  }

  private boolean hasHeader() {
    try {
      return file.reaches(Header.BYTES);
    } catch (IOException e) {
      throw syncFailed(e);
    }
  }

  private JournalException syncFailed(IOException cause) {
    JournalException failure =
        new JournalException(
            JournalException.Kind.SYNC_FAILED, path, "sync failed: " + cause.getMessage(), cause);
    fail(failure);
    return failure;
  }

  // Closing

  /**
   * Forces what is left to force, unless something failed since the last {@link #reopen} or another
   * process keeps the lock, and closes both files. What was read stays readable.
   */
  void close() throws IOException {
    synchronized (descriptor) {
      if (closed) {
        return;
      }
      closed = true;
      try {
        leave();
      } finally {
        closeFiles();
      }
    }
  }

  private void leave() throws IOException {
    if (isNewer()) {
      // What was acknowledged is made durable all the same; no word is written.
      file.force();
      return;
    }
    if (failure.isPresent() || !locksToLeave()) {
      return;
    }
    syncCommitted();
    if (lock.isAlone()) {
      // Room that was taken ahead, and that nobody needs now.
      file.truncate(header.commit());
      header.noSyncMode();
      file.force();
    }
  }

  /** Another process that leaves has it for as long as a force takes. */
  private boolean locksToLeave() throws IOException {
    if (lock.isHeld()) {
      return true;
    }
    Duration most = settings.lockTimeout();
    try {
      lock.lock(most.compareTo(LEAVE_PATIENCE) < 0 ? most : LEAVE_PATIENCE);
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.LOCK_TIMEOUT) {
        return false;
      }
      throw e;
    }
    checkUnderLock();
    return true;
  }

  private boolean isNewer() throws IOException {
    boolean met =
        failure.isPresent()
            && failure.get() instanceof JournalException cause
            && cause.kind() == JournalException.Kind.NEWER_FORMAT;
    return met || (file.reaches(Header.BYTES) && header.newerFormat().isPresent());
  }

  private void closeFiles() throws IOException {
    try {
      closeStore();
    } finally {
      try {
        lock.close();
      } finally {
        claim.release();
      }
    }
  }

  private void closeStore() throws IOException {
    try {
      file.close();
    } finally {
      reading.close();
    }
  }
}
