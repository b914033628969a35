package ticketd.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import ticketd.ticket.Recorded;
import ticketd.ticket.Stamp;
import ticketd.ticket.TicketEvent;
import ticketd.ticket.TicketRules;

/**
 * A process that files tickets until it is killed: {@code <store> <sync mode> <name> <planted fault
 * or none> <hold>}. It prints {@code <id> <title>} for each ticket that is stored. With {@code
 * hold}, it takes the lock instead, prints {@code held} and keeps it.
 */
final class FilerMain {
  private static final int MAX_BATCH = 3;

  private FilerMain() {}

  public static void main(String[] args) throws Exception {
    Path store = Path.of(args[0]);
    SyncMode mode = SyncMode.of(args[1]).orElseThrow();
    FileAccess files = FileAccess.system();
    if (!args[3].equals("none")) {
      files = new CarelessFiles(files, PlantedFault.valueOf(args[3]));
    }
    try (Journal journal =
        Journal.open(new JournalSettings(store, mode, Duration.ofSeconds(30)), files)) {
      if (args[4].equals("hold")) {
        journal.lock();
        System.out.println("held");
        Thread.currentThread().join();
      }
      file(journal, args[2], args[3].equals(PlantedFault.ACKNOWLEDGE_BEFORE_PUBLISH.name()));
    }
  }

  private static void file(Journal journal, String name, boolean hasty) {
    Random random = new Random(name.hashCode());
    long[] lastId = {0};
    for (int n = 0; ; ) {
      journal.lock();
      journal.catchUp(Scribe.each(event -> lastId[0] = event.id()));
      BatchWriter batch = journal.newBatch();
      List<String> stored = new ArrayList<>();
      int tickets = 1 + random.nextInt(MAX_BATCH);
      for (int i = 0; i < tickets; i++) {
        String title = name + "-" + n++;
        Stamp stamp = new Stamp(Scribe.ALICE, Instant.EPOCH, batch.nextSeq());
        TicketEvent.Filed filed =
            TicketRules.file(
                Scribe.file(title, "d".repeat(random.nextInt(400))), ++lastId[0], stamp);
        batch.add(new Recorded(stamp, filed), Optional.empty(), Refs.NONE);
        stored.add(lastId[0] + " " + title);
      }
      if (hasty) {
        stored.forEach(System.out::println);
      }
      journal.append(batch);
      journal.unlock();
      if (!hasty) {
        stored.forEach(System.out::println);
      }
    }
  }
}
