package ticketd.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import ticketd.ticket.Priority;
import ticketd.ticket.Status;

/**
 * Where each ticket's newest event is, with as much of its fields as filters need: 21 bytes a
 * ticket, 8 more where some are due, and where some were taken, in arrays that grow by chunks and
 * are never copied as a whole.
 *
 * <p>One thread writes, any number read without a lock. A reader may see a ticket newer than the
 * position it loaded first, never older.
 */
final class TicketIndex {
  private static final int CHUNK_BITS = 14;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int MASK = CHUNK - 1;

  private static final VarHandle OFFSETS = MethodHandles.arrayElementVarHandle(long[].class);

  /** The columns of {@value #CHUNK} tickets. */
  private static final class Chunk {
    final long[] offsets = new long[CHUNK];
    final byte[] states = new byte[CHUNK];
    final int[] authors = new int[CHUNK];
    final int[] assignees = new int[CHUNK];
    final int[] tags = new int[CHUNK];

    /** Empty until one of them is due: most never are. */
    volatile long[] dues = new long[0];

    /** Empty until one of them is taken. */
    volatile long[] takings = new long[0];
  }

  private volatile Chunk[] chunks = new Chunk[0];
  private volatile long lastId;
  private final long[] byStatus = new long[Status.values().length];

  /** The highest id; every id from 1 to it exists. */
  long lastId() {
    return lastId;
  }

  /** How many tickets have this status; exact for the writing thread, recent for others. */
  long count(Status status) {
    return byStatus[status.ordinal()];
  }

  /** The offset of the newest event of ticket {@code id}, which must exist. */
  long offset(long id) {
    return (long) OFFSETS.getAcquire(chunk(id).offsets, slot(id));
  }

  Status status(long id) {
    return STATUSES[chunk(id).states[slot(id)] & 3];
  }

  Priority priority(long id) {
    return PRIORITIES[(chunk(id).states[slot(id)] >> 2) & 3];
  }

  boolean hasAssignee(long id) {
    return (chunk(id).states[slot(id)] & 16) != 0;
  }

  int authorHash(long id) {
    return chunk(id).authors[slot(id)];
  }

  int assigneeHash(long id) {
    return chunk(id).assignees[slot(id)];
  }

  int tagSignature(long id) {
    return chunk(id).tags[slot(id)];
  }

  /** In milliseconds since 1970; {@link Long#MAX_VALUE} where it is not due. */
  long dueMillis(long id) {
    long[] dues = chunk(id).dues;
    return dues.length == 0 ? Long.MAX_VALUE : dues[slot(id)];
  }

  /** When it was taken first, in milliseconds since 1970; {@link Long#MAX_VALUE} for never. */
  long takenAtMillis(long id) {
    long[] takings = chunk(id).takings;
    return takings.length == 0 ? Long.MAX_VALUE : takings[slot(id)];
  }

  /** Ticket {@code id}, which exists, was taken, be it for the first time or not. */
  void taken(long id, long atMillis) {
    Chunk chunk = chunk(id);
    long[] takings = chunk.takings;
    if (takings.length == 0) {
      takings = new long[CHUNK];
      Arrays.fill(takings, Long.MAX_VALUE);
    }
    if (takings[slot(id)] == Long.MAX_VALUE) {
      takings[slot(id)] = atMillis;
    }
    chunk.takings = takings;
  }

  /**
   * Records what the newest event of a ticket left.
   *
   * @param row of a ticket with an id of at most one more than {@link #lastId}
   */
  void put(TicketRow row) {
    long id = row.id();
    boolean isNew = id == lastId + 1;
    if (!isNew && (id < 1 || id > lastId)) {
      throw new IllegalStateException("ticket " + id + " after ticket " + lastId);
    }
    if (isNew && slot(id) == 0) {
      Chunk[] grown = Arrays.copyOf(chunks, chunks.length + 1);
      grown[grown.length - 1] = new Chunk();
      chunks = grown;
    }
    Chunk chunk = chunk(id);
    int slot = slot(id);
    if (!isNew) {
      byStatus[chunk.states[slot] & 3]--;
    }
    byStatus[row.status().ordinal()]++;
    chunk.states[slot] =
        (byte)
            (row.status().ordinal() | row.priority().ordinal() << 2 | (row.hasAssignee() ? 16 : 0));
    chunk.authors[slot] = row.authorHash();
    chunk.assignees[slot] = row.assigneeHash();
    chunk.tags[slot] = row.tagSignature();
    putDue(chunk, slot, row.dueMillis());
    OFFSETS.setRelease(chunk.offsets, slot, row.offset());
    if (isNew) {
      lastId = id;
    }
  }

  private static void putDue(Chunk chunk, int slot, long dueMillis) {
    long[] dues = chunk.dues;
    if (dues.length > 0) {
      dues[slot] = dueMillis;
    } else if (dueMillis != Long.MAX_VALUE) {
      dues = new long[CHUNK];
      Arrays.fill(dues, Long.MAX_VALUE);
      dues[slot] = dueMillis;
      chunk.dues = dues;
    }
  }

  private static final Status[] STATUSES = Status.values();
  private static final Priority[] PRIORITIES = Priority.values();

  private Chunk chunk(long id) {
    return chunks[(int) ((id - 1) >>> CHUNK_BITS)];
  }

  private static int slot(long id) {
    return (int) ((id - 1) & MASK);
  }
}
