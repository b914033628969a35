package ticketd.journal.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import ticketd.journal.FileAccess;

/**
 * Writes a segment, lists in the order of their keys: blocks of {@value #BLOCK} lists, each behind
 * its lists with a dictionary, of each key a varint, its distance to the one before, and a varint,
 * how many bytes its list has; then the table, of each block its first key, where its lists and
 * where its dictionary begin; then, at the file's beginning, the header.
 */
final class SegmentWriter implements AutoCloseable {
  static final int BLOCK = 64;

  private static final int BUFFER = 1 << 16;

  private final FileAccess.OpenFile file;
  private final CRC32C crc = new CRC32C();
  private final Bytes buffer = new Bytes();
  private long written = SegmentHeader.BYTES;

  private final Bytes dictionary = new Bytes();
  private int inBlock;
  private long lastKey;

  /** Of each block its first key, where its lists and where its dictionary begin. */
  private long[] table = new long[96];

  private int tableLength;

  SegmentWriter(FileAccess files, Path path) throws IOException {
    file = files.open(path, FileAccess.OpenMode.CREATE_NEW);
  }

  private long position() {
    return written + buffer.length();
  }

  void list(long key, ListBuffer list) throws IOException {
    begin(key);
    int before = buffer.length();
    list.to(buffer);
    end(key, buffer.length() - before);
  }

  /** The same of a list that has its bytes. */
  void list(long key, byte[] list, int at, int length) throws IOException {
    begin(key);
    buffer.put(list, at, length);
    end(key, length);
  }

  private void begin(long key) {
    if (inBlock == 0) {
      if (tableLength == table.length) {
        table = Arrays.copyOf(table, table.length * 2);
      }
      table[tableLength] = key;
      table[tableLength + 1] = position();
      tableLength += 3;
      lastKey = key;
    }
  }

  private void end(long key, int length) throws IOException {
    dictionary.varint(key - lastKey);
    dictionary.varint(length);
    lastKey = key;
    if (++inBlock == BLOCK) {
      endBlock();
    }
    if (buffer.length() >= BUFFER) {
      flush();
    }
  }

  private void endBlock() {
    if (inBlock > 0) {
      table[tableLength - 1] = position();
      buffer.put(dictionary.array(), 0, dictionary.length());
      dictionary.clear();
      inBlock = 0;
    }
  }

  private void flush() throws IOException {
    crc.update(buffer.array(), 0, buffer.length());
    file.write(ByteBuffer.wrap(buffer.array(), 0, buffer.length()), written);
    written += buffer.length();
    buffer.clear();
  }

  /** Completes the file; {@code lowest} to {@code highest} are the ids in it. */
  void finish(SegmentName name, int salt, long lastOffset, int lastCrc, long lowest, long highest)
      throws IOException {
    endBlock();
    long tableAt = position();
    ByteBuffer words =
        ByteBuffer.wrap(buffer.room(tableLength * Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    words.position(buffer.length());
    for (int i = 0; i < tableLength; i++) {
      words.putLong(table[i]);
    }
    buffer.took(tableLength * Long.BYTES);
    flush();
    SegmentHeader header =
        new SegmentHeader(
            name,
            salt,
            lastOffset,
            lastCrc,
            lowest,
            highest,
            tableAt,
            written,
            (int) crc.getValue());
    file.write(ByteBuffer.wrap(header.encode()), 0);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
