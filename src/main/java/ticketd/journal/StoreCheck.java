package ticketd.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import ticketd.ticket.EventKind;

/** Verifies a store, live or not, without changing it, its lock file included. */
public final class StoreCheck {
  /** Told of what is read, in order. */
  public interface Listener {
    /** First of all, of the store. */
    void store(long generation, int salt);

    /** Of each event that is whole. */
    void event(StoredRecord event);
  }

  static final Listener NOBODY =
      new Listener() {
        @Override
        public void store(long generation, int salt) {}

        @Override
        public void event(StoredRecord event) {}
      };

  private final Path path;
  private final FileAccess.OpenFile file;
  private final Listener listener;
  private final IdentityCache identities = new IdentityCache();
  private long tickets;
  private long events;
  private long wholeEnd = Header.BYTES;
  private String problem = "";

  private StoreCheck(Path path, FileAccess.OpenFile file, Listener listener) {
    this.path = path;
    this.file = file;
    this.listener = listener;
  }

  /**
   * What was found.
   *
   * @param ok whether a server could open it without losing anything acknowledged
   * @param events records of events that were verified, noops included
   * @param bytes up to the last whole batch
   * @param finding one line naming file, offset and reason where something is wrong or would be
   *     cut; empty otherwise
   * @param refusal why the file is none that this program reads as a store, where it is not
   */
  public record Report(
      boolean ok,
      long tickets,
      long events,
      long generation,
      long bytes,
      String finding,
      Optional<JournalException.Kind> refusal) {
    Report withGeneration(long changed) {
      return new Report(ok, tickets, events, changed, bytes, finding, refusal);
    }

    Report(boolean ok, long tickets, long events, long generation, long bytes, String finding) {
      this(ok, tickets, events, generation, bytes, finding, Optional.empty());
    }
  }

  /**
   * Reads the store from end to end.
   *
   * @throws JournalException when it cannot be read at all
   */
  public static Report run(Path file) {
    return run(file, FileAccess.system());
  }

  /** The same, of which a listener is told. */
  public static Report run(Path file, Listener listener) {
    return run(file, FileAccess.system(), listener);
  }

  static Report run(Path file, FileAccess files) {
    return run(file, files, NOBODY);
  }

  private static Report run(Path file, FileAccess files, Listener listener) {
    return StoreFiles.orFail(
        file,
        () -> {
          Optional<FileAccess.FileStat> stat = files.stat(file);
          if (stat.isEmpty()) {
            throw new JournalException(JournalException.Kind.IO, file, "does not exist");
          }
          StoreFiles.refuseUnlessRegular(file, stat.get());
          try (FileAccess.OpenFile opened = files.open(file, FileAccess.OpenMode.READ)) {
            return new StoreCheck(file, opened, listener).run(files.bootId());
          }
        });
  }

  /** The same through a descriptor, which stays open. */
  static Report run(Path path, FileAccess.OpenFile file, String bootId, Listener listener)
      throws IOException {
    return new StoreCheck(path, file, listener).run(bootId);
  }

  private Report run(String bootId) throws IOException {
    byte[] page = new byte[Header.BYTES];
    int length = file.read(ByteBuffer.wrap(page), 0);
    Optional<Header.Refusal> refusal = Header.refusalToRead(page, length);
    if (refusal.isPresent()) {
      String why = path + ": " + refusal.get().why();
      return new Report(false, 0, 0, 0, 0, why, refusal.map(Header.Refusal::kind));
    }
    Header header = new Header(direct(page));
    listener.store(header.generation(), header.salt());
    RecoveryPlan plan;
    try {
      long size = file.size();
      scan(header, size);
      long durable = RecoveryPlan.durableMark(header, size, bootId);
      if (wholeEnd < Math.max(header.commit(), durable)) {
        return report(header, false, "damaged at offset " + wholeEnd + ": " + problem);
      }
      plan = RecoveryPlan.of(path, file, header, bootId);
    } catch (JournalException e) {
      return new Report(
          false,
          tickets,
          events,
          header.generation(),
          wholeEnd,
          String.valueOf(e.getMessage()),
          Optional.of(e.kind()).filter(JournalException.Kind.NEWER_FORMAT::equals));
    }
    // A batch that is being written looks like one that was cut short.
    if (plan.tail() > plan.end() && header.commit() == commitNow()) {
      return report(
          header,
          true,
          String.format(
              "%d bytes at offset %d, never acknowledged, would be cut: %s",
              plan.tail() - plan.end(), plan.end(), plan.problem()));
    }
    return new Report(true, tickets, events, header.generation(), wholeEnd, "");
  }

  private Report report(Header header, boolean ok, String finding) {
    return new Report(ok, tickets, events, header.generation(), wholeEnd, path + ": " + finding);
  }

  /**
   * Reads every record as a server would; one that it could not read ends the check.
   *
   * @param size by the last look; room behind the records may be given back meanwhile
   */
  private void scan(Header header, long size) {
    RecordScanner scanner = StoreFiles.scanner(path, file, header);
    long ticketsSeen = 0;
    long offset = scanner.position();
    while (scanner.next(size)) {
      Optional<String> unknown = scanner.unknown();
      if (unknown.isPresent()) {
        throw JournalException.newerRecord(path, offset, unknown.get());
      }
      if (scanner.isEvent()) {
        StoredRecord event = StoredRecord.decode(path, offset, scanner.record(), identities);
        if (event instanceof StoredEvent ofTicket) {
          ofTicket.refuseUnlessNext(path, ticketsSeen);
          ticketsSeen += ofTicket.kind() == EventKind.FILED ? 1 : 0;
        }
        listener.event(event);
        if (event.endsBatch()) {
          wholeEnd = scanner.position();
          tickets = ticketsSeen;
          events = event.seq();
        }
      }
      offset = scanner.position();
    }
    problem = scanner.problem();
  }

  private long commitNow() throws IOException {
    byte[] page = new byte[Header.BYTES];
    file.read(ByteBuffer.wrap(page), 0);
    return new Header(direct(page)).commit();
  }

  /** The words of a header are read whole only where they are aligned in memory. */
  static ByteBuffer direct(byte[] page) {
    return ByteBuffer.allocateDirect(page.length).order(ByteOrder.LITTLE_ENDIAN).put(0, page);
  }
}
