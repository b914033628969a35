package ticketd.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ticketd.ticket.EventKind;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Recorded;
import ticketd.ticket.RecordedDeskEvent;
import ticketd.ticket.TicketEvent;

/** Events on their way into the store, as the bytes they will be there. One thread at a time. */
public final class BatchWriter {
  private static final int INITIAL_CAPACITY = 64 << 10;

  private final int chunkBytes;
  private final int salt;
  private final EventEncoder encoder = new EventEncoder(INITIAL_CAPACITY);
  private final DeskEventEncoder deskEncoder = new DeskEventEncoder(encoder);
  private final IdentityCache identities = new IdentityCache();

  private long start;
  private long nextSeq;
  private int chain;
  private int count;
  private int filed;

  /** The event added last, whose flags are not known before the batch ends; -1 for none. */
  private int open;

  private int openLength;
  private int openType;
  private int openSchema;
  private long lastOffset;
  private boolean newKinds;

  /** The checksum of the record before the first. */
  private int follows;

  BatchWriter(int chunkBytes, int salt) {
    this.chunkBytes = chunkBytes;
    this.salt = salt;
  }

  /** Makes it an empty batch. */
  void reset(long start, long nextSeq, int chain) {
    this.start = start;
    this.nextSeq = nextSeq;
    this.chain = chain;
    follows = chain;
    encoder.end(0);
    count = 0;
    filed = 0;
    open = -1;
    lastOffset = 0;
    newKinds = false;
  }

  /**
   * Whether version 1.0 of this program would not know the event, so that not every order takes it:
   * see {@link SharedLog#takesNewKinds}.
   */
  public static boolean isNew(TicketEvent event) {
    return EventEncoder.isOfVersion2(event);
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
    int at = begin(event.stamp().seq());
    encoder.encode(event, key, previous);
    end(
        at,
        RecordDescriptor.FIRST_KIND + event.event().kind().ordinal(),
        EventEncoder.block(event.event()) == 0
            ? RecordDescriptor.SCHEMA
            : RecordDescriptor.SCHEMA_WITH_BLOCK);
    filed += event.event().kind() == EventKind.FILED ? 1 : 0;
    return refsAfter(event, previous, lastOffset);
  }

  /**
   * Adds an event of the desk, whose number must be {@link #nextSeq}.
   *
   * @param key of the request that asked for it, where it had one
   */
  public void add(RecordedDeskEvent event, Optional<KeyUse> key) {
    int at = begin(event.stamp().seq());
    deskEncoder.encode(event, key);
    end(at, RecordDescriptor.DESK, DeskEventDescriptor.SCHEMA);
  }

  /** Returns where the record begins, whose payload is to be encoded next. */
  private int begin(long seq) {
    if (seq != nextSeq) {
      throw new IllegalArgumentException("event " + seq + " in place of " + nextSeq);
    }
    sealOpen(0);
    int at = encoder.end();
    encoder.zeros(RecordDescriptor.HEADER);
    return at;
  }

  private void end(int begun, int type, int schema) {
    int at = begun;
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
    openType = type;
    openSchema = schema;
    newKinds |= RecordDescriptor.isNew(type, schema);
    lastOffset = start + at;
    count++;
    nextSeq++;
  }

  /**
   * Adds a record as another process sealed it, behind the PAD that every process derives alike.
   *
   * @throws IllegalArgumentException where it is no whole record of the next number
   * @throws IllegalStateException where it does not follow on the last one
   */
  void addSealed(byte[] record) {
    if (!isNext(record)) {
      throw new IllegalArgumentException("no whole record of number " + nextSeq);
    }
    int aligned = RecordDescriptor.aligned(record.length);
    int at = encoder.end();
    int room = chunkBytes - (int) ((start + at) & (chunkBytes - 1));
    int before = chain;
    if (aligned > room) {
      encoder.zeros(room);
      before =
          RecordDescriptor.seal(
              encoder.bytes(), at, room, nextSeq, chain, RecordDescriptor.PAD, 0, salt);
    }
    if (RecordDescriptor.previousCrc(record, 0) != before) {
      encoder.end(at);
      throw new IllegalStateException(
          "record " + nextSeq + " does not follow on the one before it");
    }
    at = encoder.end();
    encoder.zeros(aligned);
    System.arraycopy(record, 0, encoder.bytes(), at, record.length);
    chain = RecordDescriptor.crc(record, 0);
    count++;
    nextSeq++;
  }

  /** Whether it is a whole record, of the next number. */
  private boolean isNext(byte[] record) {
    int most = Math.min(RecordDescriptor.MAX_LENGTH, chunkBytes - Header.BYTES);
    return record.length >= RecordDescriptor.HEADER
        && RecordDescriptor.length(record, 0) == record.length
        && RecordDescriptor.aligned(record.length) <= most
        && RecordDescriptor.type(record, 0) != RecordDescriptor.PAD
        && RecordDescriptor.hasValidCrc(record, 0, salt)
        && RecordDescriptor.seq(record, 0) == nextSeq;
  }

  /** Its events, once sealed, as they are kept where the order is no file. */
  public List<Row> rows(Path file) {
    List<Row> rows = new ArrayList<>(count);
    byte[] bytes = encoder.bytes();
    for (int at = 0; at < encoder.end(); ) {
      int length = RecordDescriptor.length(bytes, at);
      if (RecordDescriptor.type(bytes, at) != RecordDescriptor.PAD) {
        rows.add(Row.of(file, start + at, Arrays.copyOfRange(bytes, at, at + length), identities));
      }
      at += RecordDescriptor.aligned(length);
    }
    return rows;
  }

  private static Refs refsAfter(Recorded event, Refs previous, long offset) {
    if (event.event().kind() == EventKind.NOOP) {
      return previous;
    } else if (event.event().kind() == EventKind.NOTED) {
      return previous.withNote(offset);
    }
    return new Refs(
        offset,
        EventEncoder.setsTitle(event.event()) ? offset : previous.titleAt(),
        EventEncoder.description(event.event()).isPresent() ? offset : previous.descriptionAt(),
        event.event().comment().isPresent() ? offset : previous.lastCommentAt(),
        previous.lastNoteAt());
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
              openType,
              flags,
              openSchema,
              salt);
      open = -1;
    }
  }

  /** Marks the last event as the batch's end; nothing can be added any more. */
  public void seal() {
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

  /** Whether version 1.0 of this program would not know all of it. */
  boolean hasNewKinds() {
    return newKinds;
  }

  /** Tickets that it files. */
  int filed() {
    return filed;
  }

  public int bytes() {
    return encoder.end();
  }

  /** The number of its first event. */
  public long firstSeq() {
    return nextSeq - count;
  }

  long start() {
    return start;
  }

  /** Just after its last record. */
  long end() {
    return start + encoder.end();
  }

  /** The checksum of the record that it follows on. */
  public int follows() {
    return follows;
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
