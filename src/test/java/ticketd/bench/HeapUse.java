package ticketd.bench;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import ticketd.journal.BatchWriter;
import ticketd.journal.FileAccess;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.Refs;
import ticketd.journal.SyncMode;
import ticketd.store.OpenStore;
import ticketd.ticket.Fingerprint;
import ticketd.ticket.KeyUse;
import ticketd.ticket.Recorded;
import ticketd.ticket.RequestKey;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketRules;

/**
 * How much of the heap an open store takes: of so many tickets, with a key each and without. Run by
 * {@code mvn -Pbench test -DskipTests -Dbench.main=ticketd.bench.HeapUse -Dbench=2000000}.
 */
final class HeapUse {
  private static final int BATCH_BYTES = 1 << 20;

  private HeapUse() {}

  public static void main(String[] args) throws IOException {
    long tickets = Long.parseLong(args[0]);
    double plain = heap(tickets, false);
    double keyed = heap(tickets, true);
    System.out.printf(
        "%,d tickets: %.1f bytes of heap a ticket, %.1f more a key%n",
        tickets, plain / tickets, (keyed - plain) / tickets);
  }

  private static long heap(long tickets, boolean keyed) throws IOException {
    try (Scratch scratch = Scratch.inMemory()) {
      JournalSettings settings = scratch.store(SyncMode.OS);
      write(settings, tickets, keyed);
      long before = used();
      OpenStore store = OpenStore.open(settings, FileAccess.system());
      long after = used();
      if (store.tickets() != tickets) {
        throw new IllegalStateException(store.tickets() + " tickets");
      }
      store.close();
      return after - before;
    }
  }

  /** Of what this needs, nothing can be reached any more once it returns. */
  private static void write(JournalSettings settings, long tickets, boolean keyed) {
    try (Journal journal = Journal.open(settings)) {
      write(journal, tickets, keyed);
    }
  }

  private static void write(Journal journal, long tickets, boolean keyed) {
    journal.lock();
    BatchWriter batch = journal.newBatch();
    for (long id = 1; id <= tickets; id++) {
      Stamp stamp = new Stamp(Story.author(id), Instant.EPOCH, id);
      Recorded filed =
          new Recorded(stamp, TicketRules.file(TicketCommand.File.of("a", ""), id, stamp));
      Optional<KeyUse> key =
          keyed
              ? Optional.of(new KeyUse(new RequestKey("key-" + id), new Fingerprint(id, id)))
              : Optional.empty();
      batch.add(filed, key, Refs.NONE);
      if (batch.bytes() > BATCH_BYTES) {
        journal.append(batch);
        batch = journal.newBatch();
      }
    }
    journal.append(batch);
    journal.unlock();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }
}
