package ticketd.journal.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import ticketd.journal.FileAccess;

/**
 * An open segment, verified from end to end when it was opened. It is read, not mapped: a mapped
 * file that somebody cuts short takes the process with it. Any number of threads; once it is
 * closed, or cannot be read, what looks into it throws {@link SegmentException}.
 */
final class Segment implements AutoCloseable {
  private static final int TABLE_ROW = 3 * Long.BYTES;
  private static final int PIECE = 1 << 18;

  /**
   * So many lists are read for a word. Each takes up to {@link PostingList#WHOLE} bytes for as long
   * as the search goes on, and a phrase has hundreds; the shortest few leave hardly another ticket.
   */
  private static final int MOST_LISTS = 16;

  private final Path path;
  private final FileAccess.OpenFile file;
  private final SegmentHeader header;

  private final long[] keys;
  private final long[] listsAt;
  private final long[] dictionaryAt;

  /** A scan met a fault in it: it is not used any more, and is made again. */
  private volatile boolean lost;

  private Segment(Path path, FileAccess.OpenFile file, SegmentHeader header) {
    this.path = path;
    this.file = file;
    this.header = header;
    int blocks = (int) ((header.bytes() - header.tableAt()) / TABLE_ROW);
    this.keys = new long[blocks];
    this.listsAt = new long[blocks];
    this.dictionaryAt = new long[blocks];
    readTable();
  }

  /**
   * Opens and verifies it.
   *
   * @param salt the store's
   * @throws SegmentException where it is damaged, or not what its name says
   */
  static Segment open(FileAccess files, Path path, SegmentName name, int salt) throws IOException {
    FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.READ);
    try {
      byte[] page = new byte[SegmentHeader.BYTES];
      if (file.read(ByteBuffer.wrap(page), 0) != page.length) {
        throw SegmentException.damaged("too short");
      }
      SegmentHeader header = SegmentHeader.decode(page);
      header
          .misfit(name, salt, file.size())
          .ifPresent(
              why -> {
                throw SegmentException.damaged(why);
              });
      verify(file, header);
      return new Segment(path, file, header);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static void verify(FileAccess.OpenFile file, SegmentHeader header) throws IOException {
    CRC32C crc = new CRC32C();
    ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    for (long at = SegmentHeader.BYTES; at < header.bytes(); ) {
      piece.clear();
      int read = file.read(piece, at);
      if (read <= 0) {
        throw SegmentException.damaged("ends at " + at);
      }
      crc.update(piece.flip());
      at += read;
    }
    if ((int) crc.getValue() != header.bodyCrc()) {
      throw SegmentException.damaged("wrong checksum");
    }
  }

  private void readTable() {
    byte[] table = new byte[keys.length * TABLE_ROW];
    read(header.tableAt(), table, table.length);
    ByteBuffer in = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = in.getLong();
      listsAt[i] = in.getLong();
      dictionaryAt[i] = in.getLong();
    }
  }

  SegmentHeader header() {
    return header;
  }

  SegmentName name() {
    return header.name();
  }

  Path path() {
    return path;
  }

  boolean isLost() {
    return lost;
  }

  /** Told by whoever could not read it. */
  SegmentException misfit(Throwable cause) {
    lost = true;
    return SegmentException.damaged(path + ": cannot be read: " + cause.getMessage(), cause);
  }

  void read(long at, byte[] into, int length) {
    try {
      if (file.read(ByteBuffer.wrap(into, 0, length), at) != length) {
        throw new IOException("the file ends before " + (at + length));
      }
    } catch (IOException e) {
      throw misfit(e);
    }
  }

  int blocks() {
    return keys.length;
  }

  /** One of its blocks. */
  Block block(int number) {
    long end = number + 1 < keys.length ? listsAt[number + 1] : header.tableAt();
    byte[] dictionary = new byte[(int) (end - dictionaryAt[number])];
    read(dictionaryAt[number], dictionary, dictionary.length);
    return new Block(this, dictionary, keys[number], listsAt[number]);
  }

  /** One without lists. */
  Block emptyBlock() {
    return new Block(this, new byte[0], 0, 0);
  }

  /** Steps through the lists of a block. */
  static final class Block {
    private final Segment segment;
    private final Varints in;
    private final int end;
    private long key;
    private long at;
    private int length;

    private Block(Segment segment, byte[] dictionary, long firstKey, long firstAt) {
      this.segment = segment;
      this.in = new Varints(dictionary, 0);
      this.end = dictionary.length;
      this.key = firstKey;
      this.at = firstAt;
    }

    boolean next() {
      if (in.at == end) {
        return false;
      }
      try {
        key += in.next();
        at += length;
        length = in.nextInt();
      } catch (IndexOutOfBoundsException | ArithmeticException e) {
        throw segment.misfit(e);
      }
      return true;
    }

    long key() {
      return key;
    }

    long at() {
      return at;
    }

    int length() {
      return length;
    }

    PostingList list() {
      return new PostingList(segment, at, length);
    }
  }

  /** The block that {@code key} is in, if it is anywhere; -1 where it would be before all. */
  private int blockOf(long key) {
    int found = Arrays.binarySearch(keys, key);
    return found >= 0 ? found : -found - 2;
  }

  private Optional<Postings> list(long key) {
    int number = blockOf(key);
    if (number >= 0) {
      Block block = block(number);
      while (block.next() && block.key() <= key) {
        if (block.key() == key) {
          return Optional.of(block.list());
        }
      }
    }
    return Optional.empty();
  }

  /** Of the keys from {@code from} to {@code to}. */
  private List<Postings> lists(long from, long to) {
    List<Postings> found = new ArrayList<>();
    for (int number = Math.max(0, blockOf(from)); number < keys.length; number++) {
      if (keys[number] > to) {
        break;
      }
      Block block = block(number);
      while (block.next() && block.key() <= to) {
        if (block.key() >= from) {
          found.add(block.list());
        }
      }
    }
    return found;
  }

  /** Which tickets may have the folded word in that field. */
  Optional<Postings> find(long field, String folded) {
    if (Grams.isBeginning(folded)) {
      List<Postings> lists = lists(Grams.from(field, folded), Grams.to(field, folded));
      return lists.isEmpty() ? Optional.empty() : Optional.of(new AnyOf(lists));
    }
    List<Postings> lists = new ArrayList<>();
    for (long key : Arrays.stream(Grams.all(field, folded)).distinct().toArray()) {
      Optional<Postings> list = list(key);
      if (list.isEmpty()) {
        return Optional.empty();
      }
      lists.add(list.get());
    }
    return Optional.of(lists.size() == 1 ? lists.get(0) : new AllOf(shortest(lists)));
  }

  private static List<Postings> shortest(List<Postings> lists) {
    return lists.stream()
        .sorted(Comparator.comparingLong(Postings::size))
        .limit(MOST_LISTS)
        .toList();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
