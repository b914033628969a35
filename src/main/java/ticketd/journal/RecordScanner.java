package ticketd.journal;

import java.util.Arrays;
import java.util.Optional;

/**
 * Goes from record to record and verifies each: its length, its checksum, the chain to the record
 * before, the number. It copies a block at a time before it looks at it.
 */
final class RecordScanner {
  /** Where the bytes come from. */
  interface Source {
    /** Reads as much of it as is there, and says how much that was. */
    int read(long offset, byte[] into, int at, int length);
  }

  private static final int BLOCK = 1 << 20;
  private static final String SHORT = "the file ends there";

  private final Source source;
  private final int chunkBytes;
  private final int salt;

  private byte[] block = new byte[4096];
  private long blockStart;
  private int blockLength;

  private long position = Header.BYTES;
  private long nextSeq = 1;
  private int chain;

  private int at;
  private int length;
  private String problem = "";

  /** At the first record. */
  RecordScanner(Source source, int chunkBytes, int salt) {
    this.source = source;
    this.chunkBytes = chunkBytes;
    this.salt = salt;
    this.chain = salt;
  }

  /**
   * Goes on at another place, whose chain and number are taken as found there, should a record be
   * found there.
   */
  void startAt(long offset, long end) {
    blockLength = 0;
    position = offset;
    if (end - offset >= RecordDescriptor.HEADER && load(offset, RecordDescriptor.HEADER, end)) {
      chain = RecordDescriptor.previousCrc(block, 0);
      nextSeq = RecordDescriptor.seq(block, 0);
    }
  }

  /** Goes on behind records that are known to be good. */
  void jumpTo(long offset, long seq, int crc) {
    position = offset;
    nextSeq = seq;
    chain = crc;
  }

  /** The same at a place where it was before; what was read ahead there is read again. */
  void goBackTo(long offset, long seq, int crc) {
    blockLength = 0;
    jumpTo(offset, seq, crc);
  }

  /** Just after the record passed last. */
  long position() {
    return position;
  }

  /** Of the next event. */
  long nextSeq() {
    return nextSeq;
  }

  /** The checksum of the record passed last. */
  int chain() {
    return chain;
  }

  /** Why {@link #next} found no record. */
  String problem() {
    return problem;
  }

  /** Whether it has a number of its own. */
  boolean isEvent() {
    return RecordDescriptor.type(block, at) != RecordDescriptor.PAD;
  }

  boolean endsBatch() {
    return RecordDescriptor.endsBatch(block, at);
  }

  /** What of the record passed last only a later version of this program knows, if anything. */
  Optional<String> unknown() {
    return RecordDescriptor.unknown(block, at);
  }

  /** A copy of the record passed last. */
  byte[] record() {
    return Arrays.copyOfRange(block, at, at + length);
  }

  /**
   * Passes the record at {@link #position}; false when no valid one is there before {@code end}, or
   * before the source ends, which may be earlier by now.
   */
  boolean next(long end) {
    long chunkEnd = (position | (chunkBytes - 1)) + 1;
    long limit = Math.min(end, chunkEnd);
    if (limit - position < RecordDescriptor.HEADER) {
      return no("no record before " + limit);
    }
    if (!load(position, RecordDescriptor.HEADER, limit)) {
      return no(SHORT);
    }
    length = RecordDescriptor.length(block, at);
    int type = RecordDescriptor.type(block, at);
    boolean pad = type == RecordDescriptor.PAD;
    if (length < RecordDescriptor.HEADER
        || (pad ? length != chunkEnd - position : length > RecordDescriptor.MAX_LENGTH)) {
      return no("a record of " + Integer.toUnsignedString(length) + " bytes");
    }
    if (RecordDescriptor.aligned(length) > limit - position) {
      return no("a record of " + length + " bytes does not end before " + limit);
    }
    if (!load(position, pad ? RecordDescriptor.HEADER : length, limit)) {
      return no(SHORT);
    }
    if (!RecordDescriptor.hasValidCrc(block, at, salt)) {
      return no("wrong checksum");
    }
    if (RecordDescriptor.previousCrc(block, at) != chain) {
      return no("does not follow the record before it");
    }
    if (RecordDescriptor.seq(block, at) != nextSeq) {
      return no("number " + RecordDescriptor.seq(block, at) + " in place of " + nextSeq);
    }
    chain = RecordDescriptor.crc(block, at);
    position += RecordDescriptor.aligned(length);
    if (!pad) {
      nextSeq++;
    }
    return true;
  }

  private boolean no(String why) {
    problem = why;
    return false;
  }

  /**
   * Makes {@code needed} bytes from {@code offset} on part of the block, at {@link #at}; false when
   * they are not there.
   */
  private boolean load(long offset, int needed, long limit) {
    if (offset < blockStart || offset + needed > blockStart + blockLength) {
      int wanted = (int) Math.min(limit - offset, Math.max(BLOCK, needed));
      if (block.length < wanted) {
        block = new byte[Math.min(BLOCK, Integer.highestOneBit(wanted) * 2)];
      }
      blockLength = source.read(offset, block, 0, wanted);
      blockStart = offset;
    }
    at = (int) (offset - blockStart);
    return blockLength - at >= needed;
  }
}
