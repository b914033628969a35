package ticketd.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.EventKind;

/**
 * The mapped shared store. Three groups of operations, each for its own threads: reading (any
 * thread, never waits), catching up (one owner at a time), and the writer's turn (one thread at a
 * time). The two owners may be different threads, but never work at the same moment.
 *
 * <p>An interrupt would close the files: the threads that catch up or write must not be
 * interrupted.
 */
public final class Journal implements Replica, AutoCloseable {
  private final JournalSettings settings;
  private final Path path;
  private final StoreHandle handle;
  private final Header header;
  private final Extent extent;
  private final Chunks chunks;
  private final JournalReader reader;
  private final RecordScanner scanner;
  private final BatchWriter batch;
  private final Appender appender;

  /** What {@link #readBatch} found. */
  private final List<StoredRecord> batchRead = new ArrayList<>();

  /** Filed up to the scanner's position. */
  private long tickets;

  private Journal(JournalSettings settings, StoreHandle handle, JournalListener listener)
      throws IOException {
    this.settings = settings;
    this.path = settings.file();
    this.handle = handle;
    this.header = handle.header();
    int chunkBytes = header.chunkBytes();
    this.extent = new Extent(path, header, handle.file());
    this.chunks = new Chunks(path, handle.reading(), extent, chunkBytes);
    this.reader = new JournalReader(path, chunks, chunkBytes, header.salt(), extent);
    this.scanner = new RecordScanner(chunks::read, chunkBytes, header.salt());
    this.batch = new BatchWriter(chunkBytes, header.salt());
    this.appender =
        new Appender(path, header, extent, settings.sync(), handle.inMemory(), listener);
  }

  /** Opens the store, or creates it, and recovers what a crash left. */
  public static Journal open(JournalSettings settings) {
    return open(settings, FileAccess.system());
  }

  /** The same over another file interface. */
  public static Journal open(JournalSettings settings, FileAccess files) {
    return open(settings, files, JournalListener.none());
  }

  /**
   * The same.
   *
   * @param listener told what is met, from now on
   */
  public static Journal open(JournalSettings settings, FileAccess files, JournalListener listener) {
    return StoreFiles.orFail(
        settings.file(),
        () -> {
          StoreHandle handle = StoreHandle.open(settings, files, listener);
          try {
            return new Journal(settings, handle, listener);
          } catch (IOException | RuntimeException e) {
            handle.close();
            throw e;
          }
        });
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

  @Override
  public JournalReader reader() {
    return reader;
  }

  @Override
  public long committed() {
    return extent.committed();
  }

  @Override
  public long generation() {
    return handle.generation();
  }

  @Override
  public int salt() {
    return header.salt();
  }

  @Override
  public FileAccess files() {
    return handle.files();
  }

  @Override
  public boolean makesWhatIsBeside() throws IOException {
    return handle.makes();
  }

  public SyncMode syncMode() {
    return settings.sync();
  }

  @Override
  public Path file() {
    return path;
  }

  /** Whether the store is in memory only and does not survive a reboot (tmpfs). */
  public boolean volatileStorage() {
    return handle.inMemory();
  }

  // Catching up

  @Override
  public boolean catchUp(int enough, Replay to) {
    checkFormat();
    try {
      long end = committed();
      int left = enough;
      while (scanner.position() < end && left > 0) {
        left -= catchUpWithABatch(end, to);
      }
      return scanner.position() < committed();
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.NEWER_FORMAT) {
        handle.fail(e);
      }
      throw e;
    }
  }

  private int catchUpWithABatch(long end, Replay to) {
    long offset = scanner.position();
    long seq = scanner.nextSeq();
    int chain = scanner.chain();
    long ticketsBefore = tickets;
    boolean taken = false;
    try {
      readBatch(end);
      to.apply(batchRead, scanner.position());
      taken = true;
      return batchRead.size();
    } finally {
      batchRead.clear();
      if (!taken) {
        scanner.goBackTo(offset, seq, chain);
        tickets = ticketsBefore;
      }
    }
  }

  private void readBatch(long end) {
    boolean whole = false;
    while (!whole && scanner.position() < end) {
      long offset = scanner.position();
      if (!scanner.next(end)) {
        throw JournalException.damaged(path, offset, scanner.problem());
      }
      Optional<String> unknown = scanner.unknown();
      if (unknown.isPresent()) {
        throw JournalException.newerRecord(path, offset, unknown.get());
      }
      if (scanner.isEvent()) {
        StoredRecord record = reader.decode(offset, scanner.record());
        if (record instanceof StoredEvent event) {
          event.refuseUnlessNext(path, tickets);
          tickets += event.kind() == EventKind.FILED ? 1 : 0;
        }
        batchRead.add(record);
        whole = scanner.endsBatch();
      }
    }
  }

  @Override
  public boolean isOfThisFormat() {
    return extent.newerFormat().isEmpty();
  }

  @Override
  public void checkFormat() {
    extent.look();
    Optional<String> newer = extent.newerFormat();
    if (newer.isPresent()) {
      JournalException refusal =
          new JournalException(JournalException.Kind.NEWER_FORMAT, path, newer.get());
      handle.fail(refusal);
      throw refusal;
    }
  }

  /** Whether what version 1.0 of this program would not know may be appended. */
  public boolean takesNewKinds() {
    return extent.takesNewKinds();
  }

  /**
   * Makes it so, durably, if no other process has the store open; only under the lock.
   *
   * @throws JournalException IO, after which nothing can be written before a {@link #reopen}
   */
  public void raiseFormat() {
    try {
      StoreFiles.orFail(path, handle::tryRaise);
    } catch (JournalException e) {
      handle.fail(e);
      throw e;
    }
  }

  /** Whether no other process has the store open; only under the lock, which keeps it so. */
  public boolean isAlone() {
    return StoreFiles.orFail(path, handle::isAlone);
  }

  /** The number after that of the last event caught up with. */
  public long nextSeq() {
    return scanner.nextSeq();
  }

  @Override
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
   * @throws JournalException REPLACED, NEWER_FORMAT, or IO when a failure has not been followed by
   *     a reopen
   */
  public boolean tryLock() {
    boolean locked = StoreFiles.orFail(path, handle::tryLock);
    if (locked) {
      refuseEarlier();
    }
    return locked;
  }

  /** Who decided on what is not in the file any more must not append behind what is. */
  private void refuseEarlier() {
    try {
      extent.refuseEarlier();
    } catch (JournalException e) {
      handle.unlock();
      throw e;
    }
  }

  /**
   * Takes the writer's lock, waiting for it.
   *
   * @throws JournalException LOCK_TIMEOUT, REPLACED, NEWER_FORMAT or IO
   */
  public void lock() {
    StoreFiles.orFail(path, handle::lock);
    refuseEarlier();
  }

  /**
   * Writes the batch, forces it in mode ALWAYS, publishes it. Only under the lock.
   *
   * @throws JournalException FULL, IO or NEWER_FORMAT: nothing of it is stored, now or later;
   *     SYNC_FAILED: that is not known. In any case nothing was published.
   */
  public void append(BatchWriter batch) {
    if (!handle.isLocked() || batch.start() != header.commit()) {
      throw new IllegalStateException(path + ": append without the lock, or not caught up");
    }
    if (batch.isEmpty()) {
      return;
    }
    checkFormat();
    if (batch.hasNewKinds() && !takesNewKinds()) {
      throw new IllegalStateException(path + ": append of what version 1 of the format has not");
    }
    try {
      appender.append(batch, handle.file());
    } catch (JournalException e) {
      if (e.kind() != JournalException.Kind.FULL) {
        handle.fail(e);
      }
      throw e;
    }
    extent.published(batch.end());
    passed(batch);
  }

  /** The same of what others appended to the order that the file is a copy of. */
  void copy(BatchWriter batch) {
    if (!handle.isLocked() || batch.start() != header.commit()) {
      throw new IllegalStateException(path + ": a copy that does not begin at the end");
    }
    try {
      appender.append(batch, handle.file());
    } catch (JournalException e) {
      if (e.kind() != JournalException.Kind.FULL) {
        handle.fail(e);
      }
      throw e;
    }
  }

  /** Passes the records of the file's last chunk, verifying them; then it is at the end. */
  RecordScanner atTheEnd() {
    long end = header.commit();
    RecordScanner found = StoreFiles.scanner(path, handle.file(), header);
    long chunk = (end - 1) & -(long) header.chunkBytes();
    if (chunk > 0) {
      found.startAt(chunk, end);
    }
    while (found.position() < end) {
      if (!found.next(end)) {
        throw JournalException.damaged(path, found.position(), found.problem());
      }
    }
    return found;
  }

  /** Over all records. */
  RecordScanner fromTheStart() {
    return StoreFiles.scanner(path, handle.file(), header);
  }

  int chunkBytes() {
    return header.chunkBytes();
  }

  /**
   * Makes the file one that no process opens as an order of its own; only alone, under the lock.
   */
  void seal(long word) {
    StoreFiles.orFail(path, () -> handle.seal(word));
  }

  /** Gives a copy the generation that its origin has by now. */
  void generation(long changed) {
    StoreFiles.orFail(path, () -> handle.generation(changed));
  }

  /** The batch, which this process made, is published: there is nothing in it to catch up with. */
  void passed(BatchWriter batch) {
    scanner.jumpTo(batch.end(), batch.nextSeq(), batch.chain());
    reader.passed(batch.end());
    tickets += batch.filed();
  }

  /**
   * Gives the writer's lock back; without it, does nothing. Where that fails, what was appended
   * stands, and the next turn is refused with IO.
   */
  public void unlock() {
    handle.unlock();
  }

  /**
   * Forces what is committed. For any one thread beside the writer. Does nothing between a failure
   * and the reopening, which forces.
   *
   * @throws JournalException SYNC_FAILED or NEWER_FORMAT
   */
  public void sync() {
    handle.sync();
  }

  /**
   * After a failure: a new descriptor, and everything above the durable mark rewritten and forced.
   * What has been caught up with stays.
   *
   * @throws JournalException when that fails too; it may be tried again
   */
  public void reopen() {
    extent.requireHeader();
    extent.refuseEarlier();
    StoreFiles.orFail(path, () -> handle.reopen(extent::use));
  }

  /** The same for whoever holds the lock, and goes on holding it. */
  void reopenUnderLock() {
    StoreFiles.orFail(path, () -> handle.reopenUnderLock(extent::use));
  }

  /**
   * Forces what is left to force, unless something failed since the last {@link #reopen} or another
   * process keeps the lock, and closes both files. What was read stays readable.
   */
  @Override
  public void close() {
    StoreFiles.orFail(path, handle::close);
  }
}
