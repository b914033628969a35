package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.zip.CRC32C;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketRules;

/**
 * Does to a store, live or not, what a later version of the program may do to it. It opens nothing
 * but the store's file, so that it may work in a process that has the store open.
 */
public final class LaterVersion {
  private final Path path;
  private final FileAccess files;

  public LaterVersion(Path path) {
    this(path, FileAccess.system());
  }

  LaterVersion(Path path, FileAccess files) {
    this.path = path;
    this.files = files;
  }

  /**
   * {@code <store> <batch | header | seal> <type> <schema>}: the same in a process of its own,
   * under the writer's lock as the format has it.
   */
  public static void main(String[] args) throws Exception {
    Path store = Path.of(args[0]);
    StoreLock lock = StoreLock.open(FileAccess.system(), StoreFiles.lockOf(store), file -> {});
    try {
      lock.lock(Duration.ofSeconds(30));
      LaterVersion later = new LaterVersion(store);
      switch (args[1]) {
        case "batch" -> later.append(Integer.parseInt(args[2]), Integer.parseInt(args[3]));
        case "header" -> later.raiseVersion();
        case "seal" -> later.seal();
        default -> throw new IllegalArgumentException(args[1]);
      }
      lock.unlock();
    } finally {
      lock.close();
    }
  }

  /** Bytes that are not what a record of this version holds, with a checksum that is right. */
  public interface Change {
    void apply(byte[] bytes, int at, int length);
  }

  /**
   * Stores and publishes a batch: a ticket filed as ever, then a record of this type and schema.
   *
   * @return the offset of the record
   */
  public long append(int type, int schema) throws IOException {
    return append(
        true,
        (bytes, at, length) -> {
          bytes[at + RecordDescriptor.TYPE_AT] = (byte) type;
          bytes[at + RecordDescriptor.SCHEMA_AT] = (byte) schema;
        });
  }

  /** The same with any change, and, unless {@code publish}, without a word that shows it. */
  public long append(boolean publish, Change change) throws IOException {
    try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.WRITE)) {
      Header header = new Header(file.map(true, 0, Header.BYTES));
      RecordScanner scanner = StoreFiles.scanner(path, file, header);
      long tickets = 0;
      while (scanner.position() < header.commit() && scanner.next(header.commit())) {
        tickets += scanner.isEvent() && type(scanner) == RecordDescriptor.FIRST_KIND ? 1 : 0;
      }
      BatchWriter batch = new BatchWriter(header.chunkBytes(), header.salt());
      batch.reset(scanner.position(), scanner.nextSeq(), scanner.chain());
      add(batch, tickets + 1, "of today");
      add(batch, tickets + 2, "of tomorrow");
      batch.seal();
      int at = (int) (batch.lastOffset() - batch.start());
      int length = RecordDescriptor.length(batch.array(), at);
      change.apply(batch.array(), at, length);
      sum(batch.array(), at, length, header.salt());
      file.write(ByteBuffer.wrap(batch.array(), 0, batch.bytes()), batch.start());
      if (publish) {
        header.commit(batch.end());
      }
      return batch.lastOffset();
    }
  }

  /** Writes the record that begins there anew, with a checksum that is right. */
  public void change(long offset, Change change) throws IOException {
    try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.WRITE)) {
      Header header = new Header(file.map(false, 0, Header.BYTES));
      byte[] record = new byte[RecordDescriptor.MAX_LENGTH];
      file.read(ByteBuffer.wrap(record), offset);
      int length = RecordDescriptor.length(record, 0);
      change.apply(record, 0, length);
      sum(record, 0, length, header.salt());
      file.write(ByteBuffer.wrap(record, 0, length), offset);
    }
  }

  /** Puts these bytes in place of what is there. */
  public void overwrite(long offset, byte... bytes) throws IOException {
    try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.WRITE)) {
      file.write(ByteBuffer.wrap(bytes), offset);
    }
  }

  private static int type(RecordScanner scanner) {
    return RecordDescriptor.type(scanner.record(), 0);
  }

  private static void add(BatchWriter batch, long id, String title) {
    Stamp stamp = new Stamp(Scribe.ALICE, Instant.EPOCH, batch.nextSeq());
    batch.add(
        new Recorded(stamp, TicketRules.file(Scribe.file(title, ""), id, stamp)),
        Optional.empty(),
        Refs.NONE);
  }

  /** The sum as docs/store-format.md describes it. */
  private static void sum(byte[] bytes, int at, int length, int salt) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    words.putInt(at + RecordDescriptor.CRC_AT, salt);
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, length);
    words.putInt(at + RecordDescriptor.CRC_AT, (int) crc.getValue());
  }

  /** Says that records of another version may follow. */
  public void raiseVersion() throws IOException {
    setVersion(Header.VERSION + 1);
  }

  /** Makes the store of this version of the format. */
  public void setVersion(int version) throws IOException {
    try (FileAccess.OpenFile file = files.open(path, FileAccess.OpenMode.WRITE)) {
      byte[] fixed = new byte[Header.FIXED_BYTES];
      file.read(ByteBuffer.wrap(fixed), 0);
      ByteBuffer words = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
      words.putInt(Header.VERSION_AT, version);
      words.putInt(Header.CRC_AT, 0);
      CRC32C crc = new CRC32C();
      crc.update(fixed);
      words.putInt(Header.CRC_AT, (int) crc.getValue());
      file.write(words, 0);
    }
  }

  /** Says that the store goes on elsewhere. */
  public void seal() throws IOException {
    overwrite(Header.NEXT_EPOCH_AT, (byte) 1);
  }
}
