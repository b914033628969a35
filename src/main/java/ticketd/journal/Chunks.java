package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The store's records, mapped for reading a chunk at a time and only when something in it is read.
 * A chunk that the file did not fill when it was mapped is mapped again once more is read. Any
 * number of threads.
 */
final class Chunks {
  private final Path path;
  private final int chunkBytes;
  private final Extent extent;
  private volatile FileAccess.OpenFile file;

  /** Replaced, never changed. */
  private volatile @Nullable ByteBuffer[] mapped = new ByteBuffer[0];

  Chunks(Path path, FileAccess.OpenFile file, Extent extent, int chunkBytes) {
    this.path = path;
    this.file = file;
    this.extent = extent;
    this.chunkBytes = chunkBytes;
  }

  /** The same file through another descriptor. */
  void use(FileAccess.OpenFile reopened) {
    file = reopened;
  }

  /**
   * Copies bytes that are committed, all of one chunk. Nothing is computed on the mapping itself: a
   * page that cannot be read is an error of the copy, and only of that.
   */
  void read(long offset, byte[] into, int at, int length) {
    extent.require(offset + length);
    int inChunk = (int) (offset & (chunkBytes - 1));
    ByteBuffer chunk = chunk(offset, inChunk + length);
    try {
      chunk.get(inChunk, into, at, length);
    } catch (InternalError e) {
      throw new JournalException(
          JournalException.Kind.IO, path, "cannot be read at offset " + offset, e);
    }
  }

  private ByteBuffer chunk(long offset, int needed) {
    long number = offset / chunkBytes;
    @Nullable ByteBuffer[] known = mapped;
    if (number < known.length) {
      ByteBuffer chunk = known[(int) number];
      if (chunk != null && chunk.limit() >= needed) {
        return chunk;
      }
    }
    return map(Math.toIntExact(number), needed);
  }

  private synchronized ByteBuffer map(int number, int needed) {
    @Nullable ByteBuffer[] known = mapped;
    ByteBuffer chunk = number < known.length ? known[number] : null;
    if (chunk == null || chunk.limit() < needed) {
      long start = (long) number * chunkBytes;
      try {
        long length = Math.min(chunkBytes, extent.require(start + needed) - start);
        chunk = file.map(false, start, (int) length);
      } catch (IOException e) {
        throw new JournalException(
            JournalException.Kind.IO, path, "cannot be mapped at offset " + start, e);
      }
      known = Arrays.copyOf(known, Math.max(known.length, number + 1));
      known[number] = chunk;
      mapped = known;
    }
    return chunk;
  }
}
