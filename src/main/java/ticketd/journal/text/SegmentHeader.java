package ticketd.journal.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import ticketd.ticket.TextFold;

/**
 * The first {@value #BYTES} bytes of a segment, little endian.
 *
 * <pre>
 *    0  magic: 89 'T' 'K' 'S' 0D 0A 1A 0A
 *    8  u32 format         16  u32 CRC-32C of bytes 0 to 127, this field counted as 0
 *   12  u32 fold           20  u32 CRC-32C of all bytes from 128 on
 *   24  u64 generation     32  u64 number of the first event    40  u64 number of the last one
 *   48  u64 where in the store the last event is    56  u32 its checksum    60  u32 salt of the store
 *   64  u64 lowest id      72  u64 highest id, 0 where no event sets a text
 *   80  u64 where the table of blocks begins        88  u64 length of the file
 *   96  0 up to 127
 * </pre>
 *
 * <p>Each event's checksum rests on those of all before it. So the last one's tells whether the
 * segment is of this very history.
 *
 * @param lastOffset of the last event
 * @param lastCrc its checksum
 * @param lowest id found here
 * @param highest 0 where there is none
 * @param tableAt where the table of blocks begins
 * @param bytes of the whole file
 * @param bodyCrc of all that is behind the header
 */
record SegmentHeader(
    SegmentName name,
    int salt,
    long lastOffset,
    int lastCrc,
    long lowest,
    long highest,
    long tableAt,
    long bytes,
    int bodyCrc) {
  static final int BYTES = 128;

  private static final byte[] MAGIC = {(byte) 0x89, 'T', 'K', 'S', 0x0D, 0x0A, 0x1A, 0x0A};
  private static final int FORMAT = 1;
  private static final int CRC_AT = 16;

  byte[] encode() {
    byte[] page = new byte[BYTES];
    ByteBuffer out = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC).putInt(FORMAT).putInt(TextFold.version()).putInt(0).putInt(bodyCrc);
    out.putLong(name.generation()).putLong(name.first()).putLong(name.last());
    out.putLong(lastOffset).putInt(lastCrc).putInt(salt);
    out.putLong(lowest).putLong(highest).putLong(tableAt).putLong(bytes);
    return out.putInt(CRC_AT, crc(page)).array();
  }

  /**
   * What is written there.
   *
   * @param page changed
   * @throws SegmentException where this program cannot use it
   */
  static SegmentHeader decode(byte[] page) {
    ByteBuffer in = ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN);
    if (!Arrays.equals(page, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw SegmentException.damaged("no segment");
    }
    int format = in.getInt(8);
    int fold = in.getInt(12);
    if (format != FORMAT || fold != TextFold.version()) {
      throw SegmentException.ofOthers(
          String.format(
              "of format %d and fold %08x, in place of %d and %08x",
              format, fold, FORMAT, TextFold.version()));
    }
    int crc = in.getInt(CRC_AT);
    in.putInt(CRC_AT, 0);
    if (crc(page) != crc) {
      throw SegmentException.damaged("wrong checksum of the header");
    }
    return new SegmentHeader(
        new SegmentName(in.getLong(24), in.getLong(32), in.getLong(40)),
        in.getInt(60),
        in.getLong(48),
        in.getInt(56),
        in.getLong(64),
        in.getLong(72),
        in.getLong(80),
        in.getLong(88),
        in.getInt(20));
  }

  /** Over the page with 0 in the place of this checksum. */
  private static int crc(byte[] page) {
    CRC32C crc = new CRC32C();
    crc.update(page);
    return (int) crc.getValue();
  }

  /** Why it is not what is expected there, if so. */
  Optional<String> misfit(SegmentName expected, int saltOfStore, long length) {
    if (!name.equals(expected)) {
      return Optional.of("of another part of the journal: " + name);
    } else if (salt != saltOfStore) {
      return Optional.of("of another store");
    } else if (bytes != length || tableAt < BYTES || tableAt > bytes) {
      return Optional.of(length + " bytes long in place of " + bytes);
    }
    return Optional.empty();
  }
}
