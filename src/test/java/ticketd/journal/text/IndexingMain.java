package ticketd.journal.text;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import ticketd.journal.BatchWriter;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.Refs;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.journal.SyncMode;
import ticketd.testing.Phrases;
import ticketd.ticket.Identity;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketRules;

/** A process that files tickets into a store and makes its text index, until it is killed. */
final class IndexingMain implements AutoCloseable {
  static final Levels LEVELS = new Levels(16, 4, 4);

  private static final Identity ANA = Identity.of("Ana").orElseThrow();
  private static final int BATCH = 5;
  private static final int MOST_BEHIND = 200;

  private final Journal journal;
  private final TextIndexer indexer;
  private final Random random;
  private long lastId;

  /** The same in this process, a batch at a time. */
  IndexingMain(Path store, Random random) {
    this.random = random;
    journal = Journal.open(new JournalSettings(store, SyncMode.OS, Duration.ofSeconds(30)));
    indexer = new TextIndexer(journal, LEVELS, System.err::println);
    indexer.start();
  }

  public static void main(String[] args) {
    try (IndexingMain process = new IndexingMain(Path.of(args[0]), new Random())) {
      while (true) {
        // No further ahead of the index than a test wants to wait for.
        if (process.events() - process.indexed() < MOST_BEHIND) {
          process.file();
        } else {
          LockSupport.parkNanos(1_000_000);
          process.catchUp();
        }
      }
    }
  }

  void file() {
    journal.lock();
    catchUp();
    BatchWriter batch = journal.newBatch();
    for (int n = 0; n < BATCH; n++) {
      Stamp stamp = new Stamp(ANA, Instant.EPOCH, batch.nextSeq());
      TicketCommand.File file =
          TicketCommand.File.of(Phrases.of(random, 5), Phrases.of(random, 12));
      batch.add(
          new Recorded(stamp, TicketRules.file(file, ++lastId, stamp)),
          Optional.empty(),
          Refs.NONE);
    }
    journal.append(batch);
    journal.unlock();
  }

  void catchUp() {
    journal.catchUp(
        (batch, end) -> {
          for (StoredRecord record : batch) {
            lastId = ((StoredEvent) record).id();
          }
        });
  }

  /** Caught up with. */
  long events() {
    return journal.nextSeq() - 1;
  }

  long indexed() {
    return indexer.index().covered();
  }

  @Override
  public void close() {
    indexer.close();
    journal.close();
  }
}
