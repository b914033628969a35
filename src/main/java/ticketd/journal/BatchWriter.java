package ticketd.journal;

import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Recorded;

/** Events on their way into the store, as the bytes they will be there. One thread at a time. */
public final class BatchWriter {
  private static final int INITIAL_CAPACITY = 64 << 10;

  private final int chunkBytes;
  private final int salt;
  private final EventEncoder encoder = new EventEncoder(INITIAL_CAPACITY);

  private long start;
  private long nextSeq;
  private int chain;
  private int count;
  private int filed;

  /** The event added last, whose flags are not known before the batch ends; -1 for none. */
  private int open;

  private int openLength;
  private int openKind;
  private long lastOffset;

  BatchWriter(int chunkBytes, int salt) {
    this.chunkBytes = chunkBytes;
    this.salt = salt;
  }

  /** Makes it an empty batch. */
  void reset(long start, long nextSeq, int chain) {
    this.start = start;
    this.nextSeq = nextSeq;
    this.chain = chain;
    encoder.end(0);
    count = 0;
    filed = 0;
    open = -1;
    lastOffset = 0;
  }

  /** The number the next event must have. */
  public long nextSeq() {
    return nextSeq;
  }

  /**
   * Adds an event, whose number must be {@link #nextSeq}.
   *
   * @param previous of the event's ticket just before, {@link Refs#NONE} for a filing
   * @return of the ticket just after: {@code previous} itself for a noop
   */
  public Refs add(Recorded event, Optional<KeyUse> key, Refs previous) {
    if (event.stamp().seq() != nextSeq) {
      throw new IllegalArgumentException(
          "event " + event.stamp().seq() + " in place of " + nextSeq);
    }
    sealOpen(0);
    int at = encoder.end();
    encoder.zeros(RecordDescriptor.HEADER);
    encoder.encode(event, key, previous);
    int length = encoder.end() - at;
    int aligned = RecordDescriptor.aligned(length);
    encoder.zeros(aligned - length);
    if (aligned > Math.min(RecordDescriptor.MAX_LENGTH, chunkBytes - Header.BYTES)) {
      encoder.end(at);
      throw new IllegalArgumentException("an event of " + aligned + " bytes is too large");
    }
    int room = chunkBytes - (int) ((start + at) & (chunkBytes - 1));
    if (aligned > room) {
      encoder.insertZeros(at, room);
      chain =
          RecordDescriptor.seal(
              encoder.bytes(), at, room, nextSeq, chain, RecordDescriptor.PAD, 0, salt);
      at += room;
    }
    open = at;
    openLength = length;
    openKind = event.event().kind().ordinal();
    lastOffset = start + at;
    count++;
    filed += event.event().kind() == EventKind.FILED ? 1 : 0;
    nextSeq++;
    return refsAfter(event, previous, lastOffset);
  }

  private static Refs refsAfter(Recorded event, Refs previous, long offset) {
    if (event.event().kind() == EventKind.NOOP) {
      return previous;
    }
    return new Refs(
        offset,
        EventEncoder.setsTitle(event.event()) ? offset : previous.titleAt(),
        EventEncoder.description(event.event()).isPresent() ? offset : previous.descriptionAt(),
        event.event().comment().isPresent() ? offset : previous.lastCommentAt());
  }

  private void sealOpen(int flags) {
    if (open >= 0) {
      chain =
          RecordDescriptor.seal(
              encoder.bytes(),
              open,
              openLength,
              nextSeq - 1,
              chain,
              RecordDescriptor.FIRST_KIND + openKind,
              flags,
              salt);
      open = -1;
    }
  }

  /** Marks the last event as the batch's end; nothing can be added any more. */
  void seal() {
    sealOpen(RecordDescriptor.FLAG_END_OF_BATCH);
  }

  /** Where the event added last will be, 0 for none. */
  public long lastOffset() {
    return lastOffset;
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /** Events. */
  public int count() {
    return count;
  }

  /** Tickets that it files. */
  int filed() {
    return filed;
  }

  public int bytes() {
    return encoder.end();
  }

  long start() {
    return start;
  }

  /** Just after its last record. */
  long end() {
    return start + encoder.end();
  }

  /** The checksum of its last record, once sealed. */
  int chain() {
    return chain;
  }

  /** The first {@link #bytes} of this array. */
  byte[] array() {
    return encoder.bytes();
  }
}
