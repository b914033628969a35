package ticketd.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import ticketd.journal.BatchWriter;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.StoredEvent;
import ticketd.journal.SyncMode;

/**
 * Four processes that ask for the lock without a pause, as servers under load do, and a fifth that
 * looks for changes as often as a server does: how long each waits, how many turns it gets, how old
 * a change is when it is seen. Run by {@code mvn -Pbench test -DskipTests
 * -Dbench.main=ticketd.bench.SharedStore}.
 */
final class SharedStore {
  private static final int WRITERS = 4;
  private static final long NANOS = 5_000_000_000L;
  private static final int MOST_TURNS = 4_000_000;

  /** As in {@code StoreSettings}. */
  private static final long POLL_NANOS = 20_000_000;

  private SharedStore() {}

  /** Without arguments the whole of it, else {@code <store> <sync mode> <write or watch>}. */
  public static void main(String[] args) throws Exception {
    if (args.length == 3) {
      JournalSettings settings =
          new JournalSettings(
              Path.of(args[0]), SyncMode.of(args[1]).orElseThrow(), Duration.ofSeconds(30));
      try (Journal journal = Journal.open(settings)) {
        if (args[2].equals("write")) {
          write(journal);
        } else {
          watch(journal);
        }
      }
      return;
    }
    for (SyncMode mode : List.of(SyncMode.ALWAYS, SyncMode.OS)) {
      System.out.println("sync = " + mode.wireName() + ", a ticket a turn");
      try (Scratch scratch = Scratch.onDisk()) {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          processes.add(start(scratch.file("store"), mode, "write"));
        }
        processes.add(start(scratch.file("store"), mode, "watch"));
        for (Process process : processes) {
          process.waitFor();
        }
      }
    }
  }

  private static Process start(Path store, SyncMode mode, String what) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            SharedStore.class.getName(),
            store.toString(),
            mode.wireName(),
            what)
        .inheritIO()
        .start();
  }

  @SuppressWarnings("ThreadPriorityCheck") // as the server does after a turn
  private static void write(Journal journal) {
    long[] waits = new long[MOST_TURNS];
    int turns = 0;
    long end = System.nanoTime() + NANOS;
    for (long asked = System.nanoTime(); asked < end && turns < MOST_TURNS; ) {
      journal.lock();
      waits[turns++] = System.nanoTime() - asked;
      journal.catchUp((events, last) -> {});
      BatchWriter batch = journal.newBatch();
      Story.fileNow(batch, batch.nextSeq());
      journal.append(batch);
      journal.unlock();
      Thread.yield();
      asked = System.nanoTime();
    }
    print("writer, " + turns + " turns; wait for the lock", Arrays.copyOf(waits, turns));
  }

  private static void watch(Journal journal) {
    List<Long> ages = new ArrayList<>();
    long end = System.nanoTime() + NANOS;
    while (System.nanoTime() < end) {
      long before = journal.position();
      journal.catchUp(
          (batch, last) -> {
            if (batch.get(0) instanceof StoredEvent event && event.offset() == before) {
              ages.add(Duration.between(event.at(), Instant.now()).toNanos());
            }
          });
      LockSupport.parkNanos(POLL_NANOS);
    }
    print("watcher; age of the oldest change at a look", ages.stream().mapToLong(a -> a).toArray());
  }

  private static void print(String what, long[] nanos) {
    Arrays.sort(nanos);
    System.out.printf(
        "%s: p50 %.3f ms, p99 %.3f ms, longest %.1f ms%n",
        what,
        nanos[nanos.length / 2] / 1e6,
        nanos[nanos.length * 99 / 100] / 1e6,
        nanos[nanos.length - 1] / 1e6);
  }
}
