package ticketd.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a store ends: found by reading from the durable mark on, or from the commit word when the
 * operating system has not been started anew since the store was opened last.
 *
 * @param commit the commit word
 * @param durable the durable mark, see {@link #durableMark}
 * @param end just after the last whole batch that follows on what is before it
 * @param tail just after the last byte behind it that is not zero, {@code end} where there is none
 * @param changesGeneration whether what was acknowledged is missing, or may be
 * @param problem why nothing more follows behind {@code end}
 */
record RecoveryPlan(
    long commit, long durable, long end, long tail, boolean changesGeneration, String problem) {

  /** Whether something acknowledged is missing. */
  boolean cutsAcknowledged() {
    return end < commit;
  }

  /**
   * Reads the file, and changes nothing.
   *
   * @throws JournalException DAMAGED where what must be there is not; NEWER_FORMAT where a whole
   *     record is of a later version, which may say what this one must not cut, nor publish
   */
  static RecoveryPlan of(Path path, FileAccess.OpenFile file, Header header, String bootId)
      throws IOException {
    return new Reading(path, file, header).plan(bootId);
  }

  /**
   * The durable mark, as far as it counts in a file of {@code size} bytes: where the commit word is
   * known to be the last one, no farther than that.
   *
   * <p>Version 1.0 stored the mark first. Where a process of it died between the two, nobody ever
   * saw the batch, and whoever went on wrote over it or cut it off.
   */
  static long durableMark(Header header, long size, String bootId) {
    long commit = header.commit();
    // Whoever closes a store gives the room behind it back, then forces both words.
    boolean closed = header.syncMode().isEmpty() && size == commit;
    return closed || header.isOfBoot(bootId)
        ? Math.min(header.durable(), commit)
        : header.durable();
  }

  private static final class Reading {
    private final Path path;
    private final FileAccess.OpenFile file;
    private final Header header;
    private final RecordScanner scanner;
    private final IdentityCache identities = new IdentityCache();
    private final long size;

    Reading(Path path, FileAccess.OpenFile file, Header header) throws IOException {
      this.path = path;
      this.file = file;
      this.header = header;
      this.scanner = StoreFiles.scanner(path, file, header);
      this.size = file.size();
    }

    RecoveryPlan plan(String bootId) throws IOException {
      long commit = header.commit();
      long durable = durableMark(header, size, bootId);
      boolean sameBoot = header.isOfBoot(bootId);
      if (sameBoot) {
        checkMark("commit word", commit, Header.COMMIT_AT);
      }
      checkMark("durable mark", durable, Header.DURABLE_AT);
      long end = lastWholeBatch(sameBoot ? commit : durable);
      if (end < durable) {
        throw JournalException.damaged(
            path, end, "no whole batch up to the durable mark " + durable);
      }
      return new RecoveryPlan(
          commit,
          durable,
          end,
          StoreFiles.lastNonZero(file, end),
          end < commit || (!sameBoot && mayMissASuffix()),
          scanner.problem());
    }

    private void checkMark(String name, long mark, int at) {
      if (mark < Header.BYTES || mark > size || mark % RecordDescriptor.ALIGNMENT != 0) {
        throw JournalException.damaged(
            path, at, "the " + name + " is " + mark + " in a file of " + size + " bytes");
      }
    }

    /** Verifies the chunk that ends with {@code mark}, then every batch beyond. */
    private long lastWholeBatch(long mark) {
      // Only a chunk is sure to begin with a record; the one at the mark needs the sum before it.
      long chunk = (mark - 1) & -(long) header.chunkBytes();
      if (chunk > 0) {
        scanner.startAt(chunk, mark);
      }
      while (scanner.position() < mark) {
        long offset = scanner.position();
        if (!scanner.next(mark)) {
          throw JournalException.damaged(path, offset, scanner.problem());
        }
        refuseUnknown(offset);
      }
      long end = mark;
      for (long offset = mark; scanner.next(size); offset = scanner.position()) {
        refuseUnknown(offset);
        if (scanner.isEvent()) {
          // What cannot be read must not be published either.
          StoredRecord.decode(path, offset, scanner.record(), identities);
          if (scanner.endsBatch()) {
            end = scanner.position();
          }
        }
      }
      return end;
    }

    private void refuseUnknown(long offset) {
      Optional<String> unknown = scanner.unknown();
      if (unknown.isPresent()) {
        throw JournalException.newerRecord(path, offset, unknown.get());
      }
    }

    /** Whether it was last open, and not closed, in a mode that acknowledges before it forces. */
    private boolean mayMissASuffix() {
      return header.syncMode().map(mode -> mode != SyncMode.ALWAYS).orElse(false);
    }
  }
}
