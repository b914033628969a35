package ticketd.journal;

import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The copy that a node has of an order kept elsewhere: written from what is committed there, never
 * in doubt, and byte for byte what every other node's is. One process uses it at a time: it holds
 * the writer's lock from opening to closing.
 *
 * <p>Copying and publishing are for any thread, one after the other; reading and catching up are
 * the {@link Replica}'s.
 */
public final class DeskFile implements AutoCloseable {
  /** Published at once where more is copied. */
  private static final int ENOUGH_BYTES = 1 << 20;

  private final Journal journal;
  private final BatchWriter copying;
  private long end;
  private long seq;
  private int chain;

  /** Whether {@link #copying} goes on behind the published end. */
  private boolean begun;

  /** Whether what was added last ends its batch. */
  private boolean whole;

  /** Whether a write failed, and nothing can be written until {@link #mend} was done. */
  private boolean broken;

  private DeskFile(Journal journal, int chunkBytes, int salt) {
    this.journal = journal;
    this.copying = new BatchWriter(chunkBytes, salt);
  }

  /**
   * Opens the copy, or makes an empty one; a damaged one is made anew.
   *
   * @param settings with an origin
   * @throws JournalException LOCK_TIMEOUT when another process has it open; what {@link
   *     Journal#open} throws where the file is no copy of the origin
   */
  public static DeskFile open(JournalSettings settings, JournalListener listener) {
    return open(settings, FileAccess.system(), listener);
  }

  /** The same over another file interface. */
  static DeskFile open(JournalSettings settings, FileAccess files, JournalListener listener) {
    try {
      return opened(settings, files, listener);
    } catch (JournalException e) {
      if (e.kind() != JournalException.Kind.DAMAGED) {
        throw e;
      }
      // All of it is where it was copied from.
      remove(settings.file());
      listener.copiedAnew(e);
      return opened(settings, files, listener);
    }
  }

  private static DeskFile opened(
      JournalSettings settings, FileAccess files, JournalListener listener) {
    Origin origin = settings.origin().orElseThrow();
    Journal journal = Journal.open(settings, files, listener);
    try {
      journal.lock();
      DeskFile file = new DeskFile(journal, settings.chunkBytes(), origin.salt());
      file.findEnd();
      return file;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private void findEnd() {
    RecordScanner last = journal.atTheEnd();
    end = last.position();
    seq = last.nextSeq() - 1;
    chain = last.chain();
  }

  /** Removes a copy that nobody has open: the next opening makes an empty one. */
  public static void remove(Path file) {
    StoreFiles.orFail(
        file,
        () -> {
          Files.deleteIfExists(file);
        });
  }

  /**
   * Puts a copy aside whose end is no part of the order any more; nobody has it open. What was
   * acknowledged and is lost stays readable there.
   *
   * @param seq of the last event in it
   * @return where it is
   */
  public static Path putAside(Path file, long seq) {
    Path path = file.toAbsolutePath().normalize();
    Path[] aside = {path.resolveSibling(path.getFileName() + ".fork-" + seq)};
    StoreFiles.orFail(
        path,
        () -> {
          for (int n = 1; Files.exists(aside[0]); n++) {
            aside[0] = path.resolveSibling(path.getFileName() + ".fork-" + seq + "." + n);
          }
          Files.move(path, aside[0]);
          FileAccess.system().forceDirectory(StoreFiles.directoryOf(path));
        });
    return aside[0];
  }

  /**
   * Makes a copy an order of its own, under a name that is free; nobody has the copy open. It is
   * verified from end to end before, and durable when this returns. Where it is cut short the copy
   * is as it was, or is to be made anew.
   *
   * @return what was found in it
   * @throws JournalException DAMAGED, or IO where the name is taken: then the copy is as it was
   */
  public static StoreCheck.Report makeStore(Path copy, Path store) {
    return makeStore(copy, store, FileAccess.system());
  }

  /** The same over another file interface. */
  static StoreCheck.Report makeStore(Path copy, Path store, FileAccess files) {
    StoreCheck.Report report = StoreCheck.run(copy);
    if (!report.ok()) {
      throw new JournalException(JournalException.Kind.DAMAGED, copy, report.finding());
    }
    StoreFiles.orFail(
        store,
        () -> {
          if (Files.exists(store)) {
            throw new FileAlreadyExistsException(store.toString());
          }
          Path directory = StoreFiles.directoryOf(store.toAbsolutePath());
          // No copy any more and no store yet: under the copy's name nobody could go on with it.
          Path made = store.resolveSibling(store.getFileName() + ".made");
          Files.move(copy, made, StandardCopyOption.REPLACE_EXISTING);
          files.forceDirectory(directory);
          try (FileAccess.OpenFile file = files.open(made, FileAccess.OpenMode.WRITE)) {
            file.write(ByteBuffer.allocate(Long.BYTES), Header.NEXT_EPOCH_AT);
            file.force();
          }
          // Fails where the name is taken.
          Files.move(made, store);
          Files.deleteIfExists(StoreFiles.lockOf(copy));
          files.forceDirectory(directory);
        });
    return report;
  }

  public Replica replica() {
    return journal;
  }

  public Path file() {
    return journal.file();
  }

  /** An empty batch that begins where the replica has caught up to. */
  public BatchWriter newBatch() {
    return journal.newBatch();
  }

  /** The number of the last event that the file shows, 0 for none. */
  public synchronized long seq() {
    return seq;
  }

  /** Its checksum; the salt where there is none. */
  public synchronized int chain() {
    return chain;
  }

  /** Whether it shows that event last, with that checksum. */
  public synchronized boolean endsWith(long lastSeq, int lastChain) {
    return seq == lastSeq && chain == lastChain;
  }

  /**
   * The number of the event that {@link #add} takes next.
   *
   * @throws JournalException as long as the file cannot be used since a write failed
   */
  public synchronized long next() {
    begin();
    return copying.nextSeq();
  }

  private void begin() {
    if (!begun) {
      mend();
      copying.reset(end, seq + 1, chain);
      begun = true;
    }
  }

  /**
   * Takes the next event of the order; shown, with those before it, once there is much or by {@link
   * #show}.
   *
   * @throws IllegalArgumentException where it is no whole record of the number {@link #next}
   * @throws JournalException DIVERGED where it does not follow on what is here; FULL or IO
   */
  public synchronized void add(byte[] record) {
    begin();
    try {
      copying.addSealed(record);
    } catch (IllegalArgumentException e) {
      begun = false;
      throw e;
    } catch (IllegalStateException e) {
      begun = false;
      throw new JournalException(
          JournalException.Kind.DIVERGED, file(), String.valueOf(e.getMessage()), e);
    }
    whole = RecordDescriptor.endsBatch(record, 0);
    if (copying.bytes() >= ENOUGH_BYTES) {
      show();
    }
  }

  /**
   * Shows what was added, once it ends with the end of a batch.
   *
   * @throws JournalException FULL or IO: it is to be added again
   */
  public synchronized void show() {
    if (begun && whole && !copying.isEmpty()) {
      begun = false;
      write(copying);
    }
  }

  private void write(BatchWriter batch) {
    try {
      journal.copy(batch);
    } catch (JournalException e) {
      broken = e.kind() != JournalException.Kind.FULL;
      mendAfter(e);
      throw e;
    }
    end = batch.end();
    seq = batch.nextSeq() - 1;
    chain = batch.chain();
  }

  private void mendAfter(JournalException cause) {
    try {
      mend();
    } catch (JournalException e) {
      // Before the next write it is tried again.
      cause.addSuppressed(e);
    }
  }

  /**
   * After a failed write: another descriptor, and what it says is there. The lock stays this
   * process's meanwhile, or another node would take the copy for one that nobody uses.
   */
  private void mend() {
    if (broken) {
      journal.reopenUnderLock();
      findEnd();
      broken = false;
    }
  }

  /**
   * This node's own batch is part of the order: shows it, unless it is copied already, and moves
   * the replica's position behind it. Where it cannot be written the position moves all the same,
   * and it is copied later.
   *
   * @return whether the file shows it
   */
  public synchronized boolean publish(BatchWriter own) {
    try {
      mend();
      if (end == own.start()) {
        begun = false;
        write(own);
      }
    } catch (JournalException e) {
      // It is committed all the same.
    }
    journal.passed(own);
    return end >= own.end();
  }

  /** Gives it the generation that the order has by now. */
  public synchronized void generation(long changed) {
    journal.generation(changed);
  }

  /**
   * Makes it durable, so that the next start need not read all of it, unless a failed write was not
   * mended, and closes it.
   */
  @Override
  public synchronized void close() {
    journal.close();
  }
}
