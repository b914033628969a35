package ticketd.journal;

import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Writes batches at the committed end: one write, a force where the mode says so, one word. */
final class Appender {
  private static final int MIN_AHEAD = 64 << 10;
  private static final int MAX_AHEAD = 4 << 20;
  private static final int MAX_FILLED = 2 << 20;

  /** Room for fewer batches than this costs more to fill than it saves. */
  private static final int MIN_FILLED_BATCHES = 8;

  private final Path path;
  private final Header header;
  private final Extent extent;
  private final SyncMode mode;
  private final boolean inMemory;
  private final JournalListener listener;
  private ByteBuffer staging = ByteBuffer.allocateDirect(64 << 10);

  Appender(
      Path path,
      Header header,
      Extent extent,
      SyncMode mode,
      boolean inMemory,
      JournalListener listener) {
    this.path = path;
    this.header = header;
    this.extent = extent;
    this.mode = mode;
    this.inMemory = inMemory;
    this.listener = listener;
  }

  /**
   * Writes, forces and publishes.
   *
   * @throws JournalException FULL or IO when nothing is stored, now or later; SYNC_FAILED when it
   *     is not known; REPLACED when the file was cut off meanwhile; in any case nothing was
   *     published
   */
  void append(BatchWriter batch, FileAccess.OpenFile file) {
    batch.seal();
    write(batch, file);
    if (mode == SyncMode.ALWAYS) {
      // The disk may have taken long.
      extent.requireHeader();
    }
    header.commit(batch.end());
    if (mode == SyncMode.ALWAYS) {
      // Not before: where this process dies in between, a mark that lags costs the next recovery a
      // batch more to read, and one above the commit word would refer to what may be cut off.
      header.durable(batch.end());
    }
  }

  private void write(BatchWriter batch, FileAccess.OpenFile file) {
    try {
      if (!extent.holds(batch.end())) {
        growAhead(batch, file);
      }
      if (mode == SyncMode.ALWAYS) {
        writeForced(batch, file);
      } else {
        file.write(staged(batch), batch.start());
      }
    } catch (SyncFailedException e) {
      throw new JournalException(
          JournalException.Kind.SYNC_FAILED, path, "sync failed: " + e.getMessage(), e);
    } catch (IOException e) {
      takeBack(batch, file, e);
      boolean full = e instanceof StorageFullException;
      String what = (full ? "storage full" : "write failed") + " at offset " + batch.start();
      throw new JournalException(
          full ? JournalException.Kind.FULL : JournalException.Kind.IO,
          path,
          what + ": " + FileFault.reason(e),
          e);
    }
  }

  private void writeForced(BatchWriter batch, FileAccess.OpenFile file) throws IOException {
    long began = System.nanoTime();
    try {
      file.writeForced(staged(batch), batch.start());
    } finally {
      listener.forced(System.nanoTime() - began);
    }
  }

  private void force(FileAccess.OpenFile file) throws IOException {
    long began = System.nanoTime();
    try {
      file.force();
    } finally {
      listener.forced(System.nanoTime() - began);
    }
  }

  private ByteBuffer staged(BatchWriter batch) {
    if (staging.capacity() < batch.bytes()) {
      staging = ByteBuffer.allocateDirect(Integer.highestOneBit(batch.bytes()) * 2);
    }
    return staging.clear().put(batch.array(), 0, batch.bytes()).flip();
  }

  /**
   * Makes sure that no part of a failed write is ever taken for a batch: it was answered as not
   * stored.
   */
  private void takeBack(BatchWriter batch, FileAccess.OpenFile file, IOException cause) {
    try {
      file.truncate(batch.start());
      if (mode == SyncMode.ALWAYS) {
        force(file);
      }
    } catch (IOException e) {
      e.addSuppressed(cause);
      throw new JournalException(
          JournalException.Kind.SYNC_FAILED,
          path,
          "a failed write could not be taken back: " + e.getMessage(),
          e);
    }
  }

  /**
   * Lets the file end well behind the records, in steps that grow with the store, so that readers,
   * who can map no more than the file holds, need not map anew for each batch.
   *
   * <p>Where each batch is forced, the room is filled with zeros: the batches that follow then find
   * their blocks allocated and the size known, and need no commit of the file system's journal. Not
   * for large batches, which would be written twice. And all of the file is forced, so that the
   * durable mark on the disk is never far behind, and recovery never has long to look.
   */
  private void growAhead(BatchWriter batch, FileAccess.OpenFile file) throws IOException {
    boolean forced = mode == SyncMode.ALWAYS && !inMemory;
    long ahead = Math.max(MIN_AHEAD, Math.min(forced ? MAX_FILLED : MAX_AHEAD, batch.end() / 8));
    boolean fill = forced && batch.bytes() <= ahead / MIN_FILLED_BATCHES;
    long size = (batch.end() + ahead + Header.BYTES - 1) & -Header.BYTES;
    try {
      if (fill) {
        fill(batch.end(), size, file);
      } else {
        file.write(ByteBuffer.allocate(1), size - 1);
      }
      if (mode == SyncMode.ALWAYS) {
        force(file);
      }
    } catch (StorageFullException e) {
      // There may still be room for the batch itself, once what was taken ahead is given back.
      file.truncate(batch.start());
    }
  }

  private static void fill(long from, long to, FileAccess.OpenFile file) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(MIN_AHEAD);
    for (long at = from; at < to; at += zeros.limit()) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), to - at));
      file.write(zeros, at);
    }
  }
}
