package ticketd.journal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The first page of a store, mapped: what never changes but by recovery, then the words by which
 * processes agree, each in a cache line of its own. Little endian.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +---------------------------------------------------------------+
 *   |                             Magic                             | 0
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |                            Version                            | 8
 *   +---------------------------------------------------------------+
 *   |             CRC-32C of the first 64 bytes (itself: 0)         | 12
 *   +---------------------------------------------------------------+
 *   |                          Chunk bytes                          | 16
 *   +---------------------------------------------------------------+
 *   |                             Salt                              | 20
 *   +---------------------------------------------------------------+
 *   |                          Generation                           | 24
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |                   Created (ms since 1970)                     | 32
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |                             zeros                             | 40..127
 *   +---------------------------------------------------------------+
 *   |   Next epoch: not 0 once a later version has sealed the       | 128
 *   |    store, or where the order is, or by now is, elsewhere      |
 *   +---------------------------------------------------------------+
 *   |          Commit: offset behind the last published batch       | 256
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |         Durable: offset up to which it was forced             | 384
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |    Sync mode: 1 always, 2 interval, 3 os; 0 once closed       | 512
 *   |                                                               |
 *   +---------------------------------------------------------------+
 *   |         Boot: of the operating system, 128 bits, while        | 640
 *   |                  which the store was last opened              |
 *   |                                                               |
 *   |                                                               |
 *   +---------------------------------------------------------------+
 * </pre>
 */
final class Header {
  static final int BYTES = 4096;

  /** Of a store that is made. */
  static final int VERSION = 2;

  /** Of a store in which nothing is that version 1.0 of this program would not know. */
  static final int FIRST_VERSION = 1;

  /** As in PNG: a copy that changed line ends or lost the eighth bit no longer begins so. */
  private static final byte[] MAGIC = {(byte) 0x89, 'T', 'K', 'D', '\r', '\n', 0x1a, '\n'};

  static final int FIXED_BYTES = 64;
  static final int VERSION_AT = 8;
  static final int CRC_AT = 12;
  static final int CHUNK_AT = 16;
  static final int SALT_AT = 20;
  static final int GENERATION_AT = 24;
  static final int CREATED_AT = 32;
  static final int NEXT_EPOCH_AT = 128;
  static final int COMMIT_AT = 256;
  static final int DURABLE_AT = 384;
  static final int SYNC_AT = 512;
  static final int BOOT_AT = 640;

  private static final String SEALED = "sealed by a later version";

  /** The upper half of the word of a store that was copied into PostgreSQL: "MV". */
  private static final long MOVED = 0x4d56L << 48;

  private static final long TAG_MASK = 0xffffL << 48;

  /** The smallest unit a disk writes whole. */
  private static final int SECTOR = 512;

  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long MAGIC_WORD =
      ByteBuffer.wrap(MAGIC).order(ByteOrder.LITTLE_ENDIAN).getLong();

  private final ByteBuffer page;
  private final int chunkBytes;
  private final int salt;

  /** What it was when this process opened the file, or has made it itself. */
  private volatile long epoch;

  /** Over a page that {@link #refusal} found nothing wrong with. */
  Header(ByteBuffer page) {
    this.page = page;
    this.chunkBytes = page.getInt(CHUNK_AT);
    this.salt = page.getInt(SALT_AT);
    this.epoch = page.getLong(NEXT_EPOCH_AT);
  }

  /** The page of a new, empty store. */
  static byte[] create(int chunkBytes, int salt, long nowMillis) {
    ByteBuffer page = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    page.put(0, MAGIC);
    page.putInt(VERSION_AT, VERSION);
    page.putInt(CHUNK_AT, chunkBytes);
    page.putInt(SALT_AT, salt);
    page.putLong(GENERATION_AT, nowMillis);
    page.putLong(CREATED_AT, nowMillis);
    page.putInt(CRC_AT, checksum(page));
    page.putLong(COMMIT_AT, BYTES);
    page.putLong(DURABLE_AT, BYTES);
    return page.array();
  }

  /**
   * Whether a file of at most a page is one whose creation never ended, for nothing is stored
   * before the page is on the disk: its first sector, which says what the file is, was not written,
   * or only a part of the page, which says that nothing is stored.
   */
  static boolean isUnfinished(byte[] bytes, int length) {
    if (isZero(bytes, Math.min(length, SECTOR))) {
      return true;
    }
    return length >= SECTOR
        && length < BYTES
        && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(COMMIT_AT) == BYTES
        && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  private static boolean isZero(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  /** A reason to refuse a store. */
  record Refusal(JournalException.Kind kind, String why) {}

  /** The page of a copy of another order, in which nothing is yet. */
  static byte[] create(int chunkBytes, Origin origin, long nowMillis) {
    ByteBuffer page =
        ByteBuffer.wrap(create(chunkBytes, origin.salt(), nowMillis))
            .order(ByteOrder.LITTLE_ENDIAN);
    page.putLong(GENERATION_AT, origin.generation());
    page.putInt(CRC_AT, checksum(page));
    page.putLong(NEXT_EPOCH_AT, origin.word());
    return page.array();
  }

  /** Why a store that begins with these bytes cannot be used as an order of its own, if so. */
  static Optional<Refusal> refusal(byte[] bytes, int length) {
    Optional<Refusal> refusal = refusalToRead(bytes, length);
    if (refusal.isEmpty() && isMoved(bytes)) {
      return refuse(
          JournalException.Kind.COPY,
          "sealed: all of it was copied to desk "
              + (int) epoch(bytes)
              + " in PostgreSQL; serve the desk by its URL, this file can only be checked");
    }
    return refusal.isEmpty() && isCopy(bytes)
        ? refuse(
            JournalException.Kind.COPY,
            "a node's copy of desk "
                + Origin.desk(epoch(bytes))
                + " in PostgreSQL; serve the desk by its URL, this file can only be checked")
        : refusal;
  }

  /** The same where it is to be used as the copy of an order. */
  static Optional<Refusal> refusal(byte[] bytes, int length, Origin origin) {
    Optional<Refusal> refusal = refusalToRead(bytes, length);
    if (refusal.isEmpty()
        && (epoch(bytes) != origin.word()
            || ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(SALT_AT)
                != origin.salt())) {
      return refuse(
          JournalException.Kind.NOT_A_STORE,
          "not a copy of desk " + origin.desk() + "; choose another file for the copy");
    }
    return refusal;
  }

  private static long epoch(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(NEXT_EPOCH_AT);
  }

  private static boolean isMoved(byte[] bytes) {
    return (epoch(bytes) & TAG_MASK) == MOVED;
  }

  /** What the word says once all of a store is in that desk in PostgreSQL. */
  static long movedTo(int desk) {
    return MOVED | Integer.toUnsignedLong(desk);
  }

  private static boolean isCopy(byte[] bytes) {
    return Origin.isNamedBy(epoch(bytes));
  }

  /** Why what begins with these bytes cannot be read at all, if so. */
  static Optional<Refusal> refusalToRead(byte[] bytes, int length) {
    int magic = Math.min(MAGIC.length, length);
    if (length == 0 || !Arrays.equals(bytes, 0, magic, MAGIC, 0, magic)) {
      return refuse(JournalException.Kind.NOT_A_STORE, "not a ticket store");
    }
    if (length < BYTES) {
      return refuse(
          JournalException.Kind.DAMAGED,
          "damaged at offset " + length + ": the file ends inside its header");
    }
    ByteBuffer page = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int version = page.getInt(VERSION_AT);
    if (isNewer(version)) {
      return refuse(JournalException.Kind.NEWER_FORMAT, newerVersion(version));
    }
    int expected = checksum(page);
    int found = page.getInt(CRC_AT);
    if (version < FIRST_VERSION || found != expected) {
      return refuse(
          JournalException.Kind.DAMAGED,
          String.format(
              "damaged at offset 0: header checksum %08x, expected %08x", found, expected));
    }
    if (page.getLong(NEXT_EPOCH_AT) != 0 && !isCopy(bytes) && !isMoved(bytes)) {
      return refuse(JournalException.Kind.NEWER_FORMAT, SEALED);
    }
    int chunkBytes = page.getInt(CHUNK_AT);
    if (!RecordDescriptor.isChunkSize(chunkBytes)) {
      return refuse(
          JournalException.Kind.DAMAGED,
          "damaged at offset " + CHUNK_AT + ": chunks of " + chunkBytes + " bytes");
    }
    return Optional.empty();
  }

  private static boolean isNewer(int version) {
    return Integer.compareUnsigned(version, VERSION) > 0;
  }

  private static String newerVersion(int version) {
    return "format version "
        + Integer.toUnsignedString(version)
        + ", this program knows "
        + FIRST_VERSION
        + " and "
        + VERSION;
  }

  /**
   * How a later version of this program has made the store its own since it was opened, if it has.
   * A page that is no store's any more says nothing of that kind.
   */
  Optional<String> newerFormat() {
    if ((long) WORD.getAcquire(page, 0) != MAGIC_WORD) {
      return Optional.empty();
    }
    int version = (int) (long) WORD.getAcquire(page, VERSION_AT);
    if (isNewer(version)) {
      return Optional.of(newerVersion(version));
    }
    return (long) WORD.getAcquire(page, NEXT_EPOCH_AT) == epoch
        ? Optional.empty()
        : Optional.of(SEALED);
  }

  private static Optional<Refusal> refuse(JournalException.Kind kind, String why) {
    return Optional.of(new Refusal(kind, why));
  }

  private static int checksum(ByteBuffer page) {
    byte[] fixed = new byte[FIXED_BYTES];
    page.get(0, fixed);
    Arrays.fill(fixed, CRC_AT, CRC_AT + Integer.BYTES, (byte) 0);
    CRC32C crc = new CRC32C();
    crc.update(fixed, 0, FIXED_BYTES);
    return (int) crc.getValue();
  }

  int chunkBytes() {
    return chunkBytes;
  }

  int salt() {
    return salt;
  }

  /** What another store in this one's place would have otherwise. */
  int fixedCrc() {
    return page.getInt(CRC_AT);
  }

  /** From now on {@link #refusal} has something to say. */
  void seal(long word) {
    epoch = word;
    WORD.setRelease(page, NEXT_EPOCH_AT, word);
  }

  /** Whether it is the copy of an order kept elsewhere. */
  boolean isCopy() {
    return Origin.isNamedBy(epoch);
  }

  long generation() {
    return page.getLong(GENERATION_AT);
  }

  int version() {
    return page.getInt(VERSION_AT);
  }

  /** The bytes of {@link #FIXED_BYTES}. */
  byte[] fixed() {
    byte[] fixed = new byte[FIXED_BYTES];
    page.get(0, fixed);
    return fixed;
  }

  /** The same with another generation; one sector, so written whole. */
  byte[] fixedWithGeneration(long generation) {
    return changed(fixed(), bytes -> bytes.putLong(GENERATION_AT, generation));
  }

  /** The same with {@link #VERSION}. */
  byte[] fixedRaised() {
    return raised(fixed());
  }

  private static byte[] raised(byte[] fixed) {
    return changed(fixed, bytes -> bytes.putInt(VERSION_AT, VERSION));
  }

  private static byte[] changed(byte[] fixed, Consumer<ByteBuffer> change) {
    ByteBuffer bytes = ByteBuffer.wrap(fixed).order(ByteOrder.LITTLE_ENDIAN);
    change.accept(bytes);
    bytes.putInt(CRC_AT, checksum(bytes));
    return fixed;
  }

  /** Whether this is the store that began with {@code before}, with its version raised since. */
  boolean isRaisedFrom(byte[] before) {
    return Arrays.equals(raised(before.clone()), fixed());
  }

  long commit() {
    return (long) WORD.getAcquire(page, COMMIT_AT);
  }

  /** Publishes: whoever loads this also sees the records before it. */
  void commit(long offset) {
    WORD.setRelease(page, COMMIT_AT, offset);
  }

  long durable() {
    return (long) WORD.getAcquire(page, DURABLE_AT);
  }

  void durable(long offset) {
    WORD.setRelease(page, DURABLE_AT, offset);
  }

  /** Several processes may force at once; the mark keeps the farthest. */
  void raiseDurable(long offset) {
    long known = durable();
    while (known < offset && !WORD.compareAndSet(page, DURABLE_AT, known, offset)) {
      known = durable();
    }
  }

  /**
   * Takes the mark down to {@code offset} where it is above it. Only under the writer's lock.
   *
   * @return whether it was
   */
  boolean lowerDurable(long offset) {
    boolean above = durable() > offset;
    if (above) {
      durable(offset);
    }
    return above;
  }

  /** That of the processes that have it open, or were killed; empty when it was closed. */
  Optional<SyncMode> syncMode() {
    long stored = (long) WORD.getAcquire(page, SYNC_AT);
    SyncMode[] modes = SyncMode.values();
    return stored >= 1 && stored <= modes.length
        ? Optional.of(modes[(int) stored - 1])
        : Optional.empty();
  }

  void syncMode(SyncMode mode) {
    WORD.setRelease(page, SYNC_AT, mode.ordinal() + 1L);
  }

  void noSyncMode() {
    WORD.setRelease(page, SYNC_AT, 0L);
  }

  boolean isOfBoot(String bootId) {
    UUID boot = bootWords(bootId);
    return !bootId.isEmpty()
        && (long) WORD.getAcquire(page, BOOT_AT) == boot.getMostSignificantBits()
        && (long) WORD.getAcquire(page, BOOT_AT + Long.BYTES) == boot.getLeastSignificantBits();
  }

  void boot(String bootId) {
    UUID boot = bootWords(bootId);
    WORD.setRelease(page, BOOT_AT, boot.getMostSignificantBits());
    WORD.setRelease(page, BOOT_AT + Long.BYTES, boot.getLeastSignificantBits());
  }

  private static UUID bootWords(String bootId) {
    return UUID.nameUUIDFromBytes(bootId.getBytes(StandardCharsets.US_ASCII));
  }
}
