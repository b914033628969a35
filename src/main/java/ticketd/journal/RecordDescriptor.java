package ticketd.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32C;
import ticketd.ticket.EventKind;

/**
 * The frame of a record. Records begin at multiples of {@value #ALIGNMENT} and never cross from one
 * chunk into the next: where the next one has no room, a record of type {@link #PAD} fills the
 * chunk. Little endian.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *   |            Length: header and payload, not the padding        | 0
 *   +---------------------------------------------------------------+
 *   |    CRC-32C of all of Length, with the salt in this field      | 4
 *   +---------------------------------------------------------------+
 *   |                        Sequence number                        | 8
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |        CRC of the record before; the salt in the first        | 16
 *   +---------------+---------------+---------------+---------------+
 *   |     Type      |     Flags     |    Schema     |       0       | 20
 *   +---------------+---------------+---------------+---------------+
 *   |                            Payload                          ...
 * </pre>
 *
 * Of a PAD the checksum covers the header only; its sequence number is the next event's.
 */
final class RecordDescriptor {
  static final int ALIGNMENT = 32;
  static final int HEADER = 24;

  /** More than the largest event: title, description and comment at their limits. */
  static final int MAX_LENGTH = 256 << 10;

  static final int LENGTH_AT = 0;
  static final int CRC_AT = 4;
  static final int SEQ_AT = 8;
  static final int PREVIOUS_CRC_AT = 16;
  static final int TYPE_AT = 20;
  static final int FLAGS_AT = 21;
  static final int SCHEMA_AT = 22;

  static final int PAD = 0;

  /** Type of an event: its kind's ordinal plus this. */
  static final int FIRST_KIND = 1;

  /** The types up to {@link #DESK} are for more kinds of events of tickets. */
  static final int LAST_KIND = FIRST_KIND + EventKind.values().length - 1;

  /** Type of an event of no ticket. */
  static final int DESK = 64;

  static final int FLAG_END_OF_BATCH = 1;
  static final int SCHEMA = 1;

  /** Of an event with a block, see {@link EventDescriptor}. */
  static final int SCHEMA_WITH_BLOCK = 2;

  // What version 1.0 of this program knows.
  private static final int LAST_OLD_TYPE = FIRST_KIND + EventKind.NOOP.ordinal();
  private static final int OLD_SCHEMA = 1;

  static final int DEFAULT_CHUNK = 64 << 20;
  private static final int MIN_CHUNK = 2 * Header.BYTES;
  private static final int MAX_CHUNK = 1 << 30;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private RecordDescriptor() {}

  /** A power of two, so that the place in a chunk is a mask away. */
  static boolean isChunkSize(int bytes) {
    return bytes >= MIN_CHUNK && bytes <= MAX_CHUNK && Integer.bitCount(bytes) == 1;
  }

  static int aligned(int length) {
    return (length + ALIGNMENT - 1) & -ALIGNMENT;
  }

  static int length(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + LENGTH_AT);
  }

  static int crc(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + CRC_AT);
  }

  static long seq(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at + SEQ_AT);
  }

  static int previousCrc(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + PREVIOUS_CRC_AT);
  }

  static int type(byte[] bytes, int at) {
    return bytes[at + TYPE_AT] & 0xff;
  }

  static boolean endsBatch(byte[] bytes, int at) {
    return (bytes[at + FLAGS_AT] & FLAG_END_OF_BATCH) != 0;
  }

  static int schema(byte[] bytes, int at) {
    return bytes[at + SCHEMA_AT] & 0xff;
  }

  /** Whether version 1.0 of this program would not know it. */
  static boolean isNew(int type, int schema) {
    return type > LAST_OLD_TYPE || schema > OLD_SCHEMA;
  }

  /** What of a record that is whole only a later version of this program knows, if anything. */
  static Optional<String> unknown(byte[] bytes, int at) {
    int type = type(bytes, at);
    int schema = schema(bytes, at);
    int known = type == DESK ? DeskEventDescriptor.SCHEMA : SCHEMA_WITH_BLOCK;
    if (schema > known) {
      return Optional.of("schema " + schema + ", this program knows " + known);
    } else if (type == DESK) {
      return unknownOfDesk(bytes, at);
    } else if (type > LAST_KIND) {
      return Optional.of("type " + type + ", which this program does not know");
    }
    return Optional.empty();
  }

  private static Optional<String> unknownOfDesk(byte[] bytes, int at) {
    if (length(bytes, at) == HEADER) {
      return Optional.empty();
    }
    int kind = bytes[at + HEADER] & 0xff;
    return kind > DeskEventDescriptor.LAST_KIND
        ? Optional.of("an event of kind " + kind + ", which this program does not know")
        : Optional.empty();
  }

  /** How much of the record the checksum covers. */
  static int covered(byte[] bytes, int at) {
    return type(bytes, at) == PAD ? HEADER : length(bytes, at);
  }

  static boolean hasValidCrc(byte[] bytes, int at, int salt) {
    int found = crc(bytes, at);
    boolean valid = checksum(bytes, at, salt) == found;
    INT.set(bytes, at + CRC_AT, found);
    return valid;
  }

  /** The same of the schema that most records have. */
  static int seal(
      byte[] bytes, int at, int length, long seq, int previousCrc, int type, int flags, int salt) {
    return seal(bytes, at, length, seq, previousCrc, type, flags, SCHEMA, salt);
  }

  /** The same of another schema than {@link #SCHEMA}. */
  static int seal(
      byte[] bytes,
      int at,
      int length,
      long seq,
      int previousCrc,
      int type,
      int flags,
      int schema,
      int salt) {
    INT.set(bytes, at + LENGTH_AT, length);
    LONG.set(bytes, at + SEQ_AT, seq);
    INT.set(bytes, at + PREVIOUS_CRC_AT, previousCrc);
    bytes[at + TYPE_AT] = (byte) type;
    bytes[at + FLAGS_AT] = (byte) flags;
    bytes[at + SCHEMA_AT] = (byte) schema;
    bytes[at + SCHEMA_AT + 1] = 0;
    int crc = checksum(bytes, at, salt);
    INT.set(bytes, at + CRC_AT, crc);
    return crc;
  }

  /** Leaves the salt in the field of the checksum. */
  private static int checksum(byte[] bytes, int at, int salt) {
    INT.set(bytes, at + CRC_AT, salt);
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, covered(bytes, at));
    return (int) crc.getValue();
  }
}
