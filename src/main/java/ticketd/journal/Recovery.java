package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The one rule by which a store is made whole, whatever happened to it. Whoever opens it, under the
 * writer's lock, verifies from the durable mark on, or from the commit word when the operating
 * system has not been started anew since; forces and publishes every whole batch beyond; cuts the
 * rest and keeps what was cut.
 *
 * <p>The commit word is not trusted after a loss of power, for its page may be older or newer than
 * the records' pages. Where batches were acknowledged before they were forced, a suffix of them may
 * then be missing without a trace: so the generation changes, whether or not something is missing.
 */
final class Recovery {
  private final FileAccess files;
  private final Path path;
  private final FileAccess.OpenFile file;
  private final Header header;

  Recovery(FileAccess files, Path path, FileAccess.OpenFile file, Header header) {
    this.files = files;
    this.path = path;
    this.file = file;
    this.header = header;
  }

  /**
   * Afterwards commit and durable mark are equal, and nothing follows them. Only under the lock.
   *
   * @param rewrite whether what is above the durable mark must be written again before it is
   *     forced, because after a failed force the system takes its pages for written
   */
  void run(boolean rewrite) throws IOException {
    String bootId = files.bootId();
    long commit = header.commit();
    long durable = header.durable();
    long size = file.size();
    boolean sameBoot = header.isOfBoot(bootId);
    checkMark("durable mark", durable, Header.DURABLE_AT, size);
    if (sameBoot) {
      checkMark("commit word", commit, Header.COMMIT_AT, size);
    }
    long end = lastWholeBatch(sameBoot ? commit : durable, size);
    if (end < durable) {
      throw JournalException.damaged(path, end, "no whole batch up to the durable mark " + durable);
    }
    long tail = StoreFiles.lastNonZero(file, end);
    boolean cutsAcknowledged = end < commit;
    if (tail > end) {
      keepAside(end, tail, cutsAcknowledged);
    }
    if (cutsAcknowledged || (!sameBoot && mayMissASuffix())) {
      changeGeneration();
    }
    if (tail > end || cutsAcknowledged) {
      file.truncate(end);
    }
    if (durable < end || tail > end || cutsAcknowledged) {
      if (rewrite) {
        StoreFiles.copy(file, durable, end, file, durable);
      }
      file.force();
    }
    header.durable(end);
    header.commit(end);
    header.boot(bootId);
  }

  private void checkMark(String name, long mark, int at, long size) {
    if (mark < Header.BYTES || mark > size || mark % RecordDescriptor.ALIGNMENT != 0) {
      throw JournalException.damaged(
          path, at, "the " + name + " is " + mark + " in a file of " + size + " bytes");
    }
  }

  /** Verifies the chunk that ends with {@code mark}, then every batch beyond. */
  private long lastWholeBatch(long mark, long size) {
    RecordScanner scanner = new RecordScanner(this::read, header.chunkBytes(), header.salt());
    // Only a chunk is sure to begin with a record; the one at the mark needs its predecessor's sum.
    long chunk = (mark - 1) & -(long) header.chunkBytes();
    if (chunk > 0) {
      scanner.startAt(chunk, mark);
    }
    while (scanner.position() < mark) {
      if (!scanner.next(mark)) {
        throw JournalException.damaged(path, scanner.position(), scanner.problem());
      }
    }
    long end = mark;
    while (scanner.next(size)) {
      if (scanner.isEvent() && scanner.endsBatch()) {
        end = scanner.position();
      }
    }
    return end;
  }

  private void read(long offset, byte[] into, int at, int length) {
    StoreFiles.orFail(
        path,
        () -> {
          if (file.read(ByteBuffer.wrap(into, at, length), offset) != length) {
            throw JournalException.damaged(path, offset, "the file ends there");
          }
          return length;
        });
  }

  /** Whether it was last open, and not closed, in a mode that acknowledges before it forces. */
  private boolean mayMissASuffix() {
    return header.syncMode().map(mode -> mode != SyncMode.ALWAYS).orElse(false);
  }

  /** Whoever has a number of what is cut must be told that it does not count any more. */
  private void changeGeneration() throws IOException {
    long generation = Math.max(header.generation() + 1, System.currentTimeMillis());
    file.write(ByteBuffer.wrap(header.fixedWithGeneration(generation)), 0);
    // Before the other words say that nothing is missing.
    file.force();
  }

  private void keepAside(long end, long tail, boolean mustKeep) throws IOException {
    try {
      StoreFiles.keepAside(files, path, file, end, tail);
    } catch (StorageFullException e) {
      // What nobody ever saw is no reason not to start on a full disk.
      if (mustKeep) {
        throw e;
      }
    }
  }
}
