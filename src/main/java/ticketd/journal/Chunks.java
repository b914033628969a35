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
  /** As often as the file may become shorter between a look at it and the mapping. */
  private static final int TRIES = 5;

  private final Path path;
  private final int chunkBytes;
  private final Extent extent;
  private final FileAccess.OpenFile file;

  /** Replaced, never changed. */
  private volatile @Nullable ByteBuffer[] mapped = new ByteBuffer[0];

  /**
   * @param file a descriptor that can only read: where more is mapped than the file holds, the JDK
   *     makes it longer through any other, at a moment of its own, whoever has the lock, and may
   *     cut off what was written meanwhile
   */
  Chunks(Path path, FileAccess.OpenFile file, Extent extent, int chunkBytes) {
    this.path = path;
    this.file = file;
    this.extent = extent;
    this.chunkBytes = chunkBytes;
  }

  /**
   * Copies bytes that are committed, all of one chunk. Nothing is computed on the mapping itself: a
   * page that cannot be read is an error of the copy, and only of that.
   *
   * @return {@code length}, for all of it is there
   */
  int read(long offset, byte[] into, int at, int length) {
    extent.require(offset + length);
    int inChunk = (int) (offset & (chunkBytes - 1));
    ByteBuffer chunk = chunk(offset, inChunk + length);
    try {
      chunk.get(inChunk, into, at, length);
      return length;
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
      chunk = mapped(start, needed);
      known = Arrays.copyOf(known, Math.max(known.length, number + 1));
      known[number] = chunk;
      mapped = known;
    }
    return chunk;
  }

  /** Room that was taken ahead may be given back after the last look at the file. */
  private ByteBuffer mapped(long start, int needed) {
    for (int tries = 1; ; tries++) {
      long length = Math.min(chunkBytes, extent.require(start + needed) - start);
      try {
        return file.map(false, start, (int) length);
      } catch (IOException e) {
        if (tries == TRIES) {
          throw new JournalException(
              JournalException.Kind.IO, path, "cannot be mapped at offset " + start, e);
        }
        extent.lookAgain();
      }
    }
  }
}
