package ticketd.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store that moves to an order elsewhere: it is held so that no server can open it, read whole,
 * and sealed once all of it is there. One thread at a time.
 */
public final class StoreSource implements AutoCloseable {
  /**
   * Takes events in their order.
   *
   * @param <E> why it may not be able to
   */
  public interface Taker<E extends Exception> {
    void take(List<Row> events) throws E;
  }

  /** Whoever holds the lock for longer has the store open. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Journal journal;
  private long seq;
  private int chain;

  private StoreSource(Journal journal) {
    this.journal = journal;
    this.chain = journal.salt();
  }

  /**
   * Opens a store that is there and that nobody else has open; what a crash left is recovered.
   *
   * @throws JournalException OPEN_ELSEWHERE, or why it cannot be used
   */
  public static StoreSource open(Path file) {
    if (Files.notExists(file)) {
      throw new JournalException(JournalException.Kind.IO, file, "does not exist");
    }
    try {
      return new StoreSource(opened(new JournalSettings(file, SyncMode.usual(file), PATIENCE)));
    } catch (JournalException e) {
      boolean used =
          e.kind() == JournalException.Kind.LOCK_TIMEOUT
              || e.kind() == JournalException.Kind.SYNC_MODE_DIFFERS;
      throw used ? inUse(file) : e;
    }
  }

  private static Journal opened(JournalSettings settings) {
    Journal journal = Journal.open(settings);
    try {
      journal.lock();
      if (!journal.isAlone()) {
        throw inUse(settings.file());
      }
      return journal;
    } catch (RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static JournalException inUse(Path file) {
    return new JournalException(
        JournalException.Kind.OPEN_ELSEWHERE,
        file,
        "open in another process; stop all servers of the store first");
  }

  public int chunkBytes() {
    return journal.chunkBytes();
  }

  public int salt() {
    return journal.salt();
  }

  public long generation() {
    return journal.generation();
  }

  /** The number of the last event that was read, 0 for none. */
  public long seq() {
    return seq;
  }

  /** Its checksum; the salt where there is none. */
  public int chain() {
    return chain;
  }

  /**
   * Reads the store from end to end, verifying all of it.
   *
   * @throws JournalException DAMAGED or NEWER_FORMAT
   */
  public void verify() {
    walk((row, endsBatch) -> {});
  }

  /**
   * Does the same, and passes it on in pieces of so many events, or so many bytes of records, and
   * what follows up to the end of the batch.
   *
   * @throws JournalException DAMAGED or NEWER_FORMAT
   * @throws E when they are not taken, which ends it
   */
  public <E extends Exception> void read(int events, int bytes, Taker<E> to) throws E {
    List<Row> piece = new ArrayList<>();
    long[] held = {0};
    walk(
        (row, endsBatch) -> {
          piece.add(row);
          held[0] += row.record().length;
          if (endsBatch && (piece.size() >= events || held[0] >= bytes)) {
            to.take(List.copyOf(piece));
            piece.clear();
            held[0] = 0;
          }
        });
    if (!piece.isEmpty()) {
      to.take(List.copyOf(piece));
    }
  }

  private interface Step<E extends Exception> {
    void take(Row row, boolean endsBatch) throws E;
  }

  private <E extends Exception> void walk(Step<E> to) throws E {
    RecordScanner scanner = journal.fromTheStart();
    // Whoever copies it back derives what lies between the records, and must come to the same.
    BatchWriter derived = new BatchWriter(journal.chunkBytes(), journal.salt());
    derived.reset(scanner.position(), 1, journal.salt());
    IdentityCache identities = new IdentityCache();
    long tickets = 0;
    long end = journal.committed();
    while (scanner.position() < end) {
      long offset = scanner.position();
      if (!scanner.next(end)) {
        throw JournalException.damaged(journal.file(), offset, scanner.problem());
      }
      Optional<String> unknown = scanner.unknown();
      if (unknown.isPresent()) {
        throw JournalException.newerRecord(journal.file(), offset, unknown.get());
      }
      if (!scanner.isEvent()) {
        continue;
      }
      byte[] record = scanner.record();
      Row row = Row.of(journal.file(), offset, record, identities);
      tickets = row.refuseUnlessNext(journal.file(), tickets);
      refuseUnlessDerived(derived, record, offset, scanner.position());
      seq = row.seq();
      chain = row.chain();
      to.take(row, scanner.endsBatch());
    }
  }

  private void refuseUnlessDerived(BatchWriter derived, byte[] record, long offset, long end) {
    try {
      derived.addSealed(record);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new JournalException(
          JournalException.Kind.DAMAGED,
          journal.file(),
          "damaged at offset " + offset + ": " + e.getMessage(),
          e);
    }
    if (derived.end() != end) {
      throw JournalException.damaged(
          journal.file(), offset, "the record is not where it has to be");
    }
    derived.reset(derived.end(), derived.nextSeq(), derived.chain());
  }

  /**
   * All of it is in PostgreSQL: nobody opens the file as an order of its own any more. The disk has
   * that when this returns.
   *
   * @param desk its number there
   */
  public void seal(int desk) {
    journal.seal(Header.movedTo(desk));
  }

  @Override
  public void close() {
    journal.close();
  }
}
