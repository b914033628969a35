package ticketd.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import ticketd.client.load.LoadResult;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;

/**
 * What the text index costs a server beside one that makes none, since another process says that it
 * does: the rate and the p99 of filing, in rounds that take turns; and of so many tickets the heap,
 * the time to the first answer after a start, and how long the index takes from nothing. Run by
 * {@code mvn -Pbench test -DskipTests -Dbench.main=ticketd.bench.IndexerTimes -Dbench="1000000 9
 * 400000"}, where the numbers are those of the tickets, of the rounds and of the filings in each.
 */
final class IndexerTimes {
  private static final int[][] SHAPES = {{16, 1}, {64, 16}};
  private static final int WARM_ROUNDS = 2;

  /** With 16 at a time a request takes longer. */
  private static final int SHALLOW_SHARE = 4;

  private static final String FILING =
      "SENDTICKET {\"title\":\"The printer on the third floor is broken\",\"description\":\"Since"
          + " this morning it prints the first page of every document twice, then says that it has"
          + " no paper, though both trays are full and closed.\"}";

  private static final String WHO = "IDENT Ana";

  private IndexerTimes() {}

  public static void main(String[] args) throws Exception {
    long tickets = Long.parseLong(args[0]);
    int rounds = Integer.parseInt(args[1]);
    MachineLoad.print();
    filing(rounds, Long.parseLong(args[2]));
    if (tickets > 0) {
      starts(tickets, rounds);
    }
    MachineLoad.print();
  }

  /** Says, as long as it is open, that it makes the index of that store. */
  private static Journal maker(JournalSettings store) throws IOException {
    Journal journal = Journal.open(store);
    if (!journal.makesWhatIsBeside()) {
      throw new IllegalStateException("somebody else makes the index of " + store.file());
    }
    return journal;
  }

  // Filing

  private static void filing(int rounds, long requests) throws Exception {
    try (Scratch with = Scratch.inMemory();
        Scratch without = Scratch.inMemory();
        Journal maker = maker(without.store("tickets", SyncMode.OS));
        ServerProcess indexing = ServerProcess.start(with.file("tickets"));
        ServerProcess plain = ServerProcess.start(maker.file())) {
      for (int[] shape : SHAPES) {
        compare(
            shape, rounds, shape[1] == 1 ? requests / SHALLOW_SHARE : requests, indexing, plain);
      }
    }
  }

  private static void compare(
      int[] shape, int rounds, long requests, ServerProcess indexing, ServerProcess plain)
      throws Exception {
    double[] rates = new double[rounds];
    double[] times = new double[rounds];
    double[] p99 = new double[rounds];
    double[] behind = new double[rounds];
    for (int round = -WARM_ROUNDS; round < rounds; round++) {
      LoadResult[] results = new LoadResult[2];
      for (int turn = 0; turn < 2; turn++) {
        boolean indexes = (round + turn) % 2 == 0;
        ServerProcess server = indexes ? indexing : plain;
        results[indexes ? 0 : 1] = server.load(WHO, FILING, shape[0], shape[1], requests);
        if (indexes) {
          behind[Math.max(0, round)] = indexing.searchBehind(WHO);
          // What it was behind by is made at full speed, and not beside the other's turn.
          indexing.awaitIndex(WHO);
        }
      }
      if (round >= 0) {
        rates[round] = results[1].requestsPerSecond();
        times[round] = results[0].requestsPerSecond() / results[1].requestsPerSecond();
        p99[round] =
            (double) results[0].latency().getValueAtPercentile(99)
                / results[1].latency().getValueAtPercentile(99);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "filing %d x %d: without %,.0f/s, with the indexer %s of it, p99 %s of it; behind by %s%n",
        shape[0],
        shape[1],
        median(rates),
        spread(times),
        spread(p99),
        spread(behind));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static String spread(double[] values) {
    return String.format(
        Locale.ROOT, "%.2f (%.2f to %.2f)", median(values), values[0], values[values.length - 1]);
  }

  // Starts

  private static void starts(long tickets, int rounds) throws Exception {
    try (Scratch scratch = Scratch.inMemory()) {
      JournalSettings store = scratch.store("tickets", SyncMode.OS);
      Path corpus = scratch.file("corpus");
      SearchTimes.file(store, corpus, tickets);
      Files.delete(corpus);
      Path index = scratch.file("tickets.text");
      Path away = scratch.file("away");
      try (ServerProcess server = ServerProcess.start(store.file())) {
        long begun = System.nanoTime();
        server.awaitIndex(WHO);
        System.out.printf(
            Locale.ROOT, "index of %,d: %.1f s%n", tickets, (System.nanoTime() - begun) / 1e9);
      }
      double[][] heaps = new double[2][rounds];
      double[][] millis = new double[2][rounds];
      for (int round = 0; round < rounds; round++) {
        long begun = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(store.file())) {
          millis[0][round] = firstAnswer(server, begun);
          server.awaitIndex(WHO);
          heaps[0][round] = searched(server);
        }
        Files.move(index, away);
        begun = System.nanoTime();
        try (Journal maker = maker(store);
            ServerProcess server = ServerProcess.start(maker.file())) {
          millis[1][round] = firstAnswer(server, begun);
          heaps[1][round] = searched(server);
        }
        Files.move(away, index);
      }
      System.out.printf(
          Locale.ROOT,
          "start to first answer: with the index %s ms, without %s ms%nheap: with %s MiB, without"
              + " %s MiB%n",
          spread(millis[0]),
          spread(millis[1]),
          spread(heaps[0]),
          spread(heaps[1]));
    }
  }

  private static double firstAnswer(ServerProcess server, long begun) throws IOException {
    server.lastOf(WHO + "\nLIST sort:-id limit:1", 3);
    return (System.nanoTime() - begun) / 1e6;
  }

  /** MiB of live heap, after some searches. */
  private static double searched(ServerProcess server) throws IOException {
    for (String word : List.of("printer", "projector", "zanzibar")) {
      server.lastOf(WHO + "\nLIST " + word + " sort:-id limit:1", 3);
    }
    return server.liveBytes() / 1048576.0;
  }
}
