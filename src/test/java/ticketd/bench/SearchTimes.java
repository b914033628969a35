package ticketd.bench;

import com.typesafe.config.ConfigFactory;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import ticketd.desk.Scan;
import ticketd.desk.View;
import ticketd.journal.BatchWriter;
import ticketd.journal.FileAccess;
import ticketd.journal.Journal;
import ticketd.journal.JournalSettings;
import ticketd.journal.Refs;
import ticketd.journal.SyncMode;
import ticketd.store.OpenStore;
import ticketd.store.StoreDesk;
import ticketd.store.StoreEnd;
import ticketd.store.StoreMessage;
import ticketd.store.StoreSettings;
import ticketd.store.TicketStore;
import ticketd.ticket.ListQuery;
import ticketd.ticket.Recorded;
import ticketd.ticket.SearchWord;
import ticketd.ticket.Stamp;
import ticketd.ticket.Ticket;
import ticketd.ticket.TicketCommand;
import ticketd.ticket.TicketQuery;
import ticketd.ticket.TicketRules;

/**
 * How long a search takes in the store, of so many tickets, before there is a text index and with
 * it; and beside SQLite's FTS5 with the trigram tokenizer, where python3 has it. Run by {@code mvn
 * -Pbench test -DskipTests -Dbench.main=ticketd.bench.SearchTimes -Dbench=1000000}.
 */
final class SearchTimes {
  private static final int BATCH_BYTES = 1 << 20;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String RARE = "zanzibar";
  private static final String ONE_IN_A_HUNDRED = "projector";
  private static final String EVERY_OTHER = "printer";
  private static final String IDEOGRAPHS = "网络";
  private static final String[] SYLLABLES =
      ("ba be bi bo bu da de di do du fa fe fi ga go ha he hi ka ke ki ko la le li lo lu ma me mi mo"
              + " na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi tion ing er")
          .split(" ", -1);

  private final String[] words = new String[5000];
  private final Random random = new Random(1);
  private final long tickets;

  private SearchTimes(long tickets) {
    this.tickets = tickets;
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int left = 1 + random.nextInt(3); left >= 0; left--) {
        word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      words[i] = word.toString();
    }
  }

  /** Files such tickets in a store; {@code corpus} gets their texts, one a line. */
  static void file(JournalSettings settings, Path corpus, long tickets) throws IOException {
    new SearchTimes(tickets).write(settings, corpus);
  }

  public static void main(String[] args) throws IOException {
    new SearchTimes(Long.parseLong(args[0])).run();
  }

  /** Frequent words more often, as in a language. */
  private String word() {
    return words[(int) Math.pow(words.length, random.nextDouble()) - 1];
  }

  private String text(long id, int length) {
    StringBuilder text = new StringBuilder();
    if (id % 2 == 0) {
      text.append(EVERY_OTHER).append(' ');
    }
    if (id % 100 == 7) {
      text.append(ONE_IN_A_HUNDRED).append(' ').append(IDEOGRAPHS).append("连接失败 ");
    }
    if (id % 100_000 == 50_000) {
      text.append(RARE).append(' ');
    }
    while (text.length() < length) {
      text.append(word()).append(' ');
    }
    return text.toString().strip();
  }

  private void run() throws IOException {
    try (Scratch scratch = Scratch.inMemory()) {
      JournalSettings settings = scratch.store(SyncMode.OS);
      Path corpus = scratch.file("corpus");
      write(settings, corpus);
      OpenStore opened = OpenStore.open(settings, FileAccess.system());
      long begun = System.nanoTime();
      ActorSystem<StoreMessage> system =
          ActorSystem.create(
              TicketStore.create(
                  opened,
                  StoreSettings.withSyncInterval(Duration.ofSeconds(1)),
                  Clock.systemUTC(),
                  new StoreEnd() {
                    @Override
                    public void gaveUp() {}

                    @Override
                    public void newerFormat(String what) {}

                    @Override
                    public void diverged(String what) {}
                  }),
              "store",
              ConfigFactory.load());
      View view = new StoreDesk(system, opened).now().orElseThrow();
      while (view.figures().searchBehind() >= 1024) {
        LockSupport.parkNanos(10_000_000);
      }
      System.out.printf(
          "made in %.1f s, of which %.1f s of CPU%n",
          (System.nanoTime() - begun) / 1e9, cpuOf("ticketd-text-index") / 1e9);
      // What was merged is taken away a moment later.
      LockSupport.parkNanos(2_000_000_000L);
      long bytes = bytes(scratch.file("store.text"));
      System.out.printf(
          "%d segments, %.0f bytes a ticket%n",
          count(scratch.file("store.text")), (double) bytes / tickets);
      System.out.printf("of %,d tickets, limit 50; p50, p99, mean of CPU in µs%n", tickets);
      time("rare, scanned", view, 5, true, scanned(title(RARE)));
      time("rare in any text, scanned", view, 5, true, scanned(text(RARE)));
      time(view, 2000);
      beside(corpus);
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  private void write(JournalSettings settings, Path corpus) throws IOException {
    try (Journal journal = Journal.open(settings);
        BufferedWriter out = Files.newBufferedWriter(corpus)) {
      journal.lock();
      BatchWriter batch = journal.newBatch();
      for (long id = 1; id <= tickets; id++) {
        String title = text(id, 40);
        String description = text(-1, 160);
        out.write(title + "\t" + description + "\n");
        Stamp stamp = new Stamp(Story.author(id), Instant.EPOCH, batch.nextSeq());
        TicketCommand.File file = TicketCommand.File.of(title, description);
        batch.add(
            new Recorded(stamp, TicketRules.file(file, id, stamp)), Optional.empty(), Refs.NONE);
        if (batch.bytes() > BATCH_BYTES) {
          journal.append(batch);
          batch = journal.newBatch();
        }
      }
      journal.append(batch);
      journal.unlock();
    }
  }

  private static TicketQuery.Term title(String word) {
    return new TicketQuery.TitleHas(SearchWord.of(word).orElseThrow());
  }

  private static TicketQuery.Term text(String word) {
    return new TicketQuery.TextHas(SearchWord.of(word).orElseThrow());
  }

  /** The same to a ticket, and nothing that the index could look up. */
  private static TicketQuery.Term scanned(TicketQuery.Term word) {
    return new TicketQuery.Not(new TicketQuery.Not(word));
  }

  private void time(View view, int times) {
    time("rare", view, times, true, title(RARE));
    time("rare in any text", view, times, true, text(RARE));
    time("miss", view, times, true, title("qxzwv"));
    time("miss of frequent parts", view, times, true, text("ingtioner"));
    time("1 %", view, times, true, title(ONE_IN_A_HUNDRED));
    time("50 %", view, times, true, title(EVERY_OTHER));
    time("two ideographs", view, times, true, title(IDEOGRAPHS));
    time("two letters", view, times, true, title("er"));
    time("two rare letters", view, times, true, title("zb"));
    time("1 %, oldest first", view, times, false, title(ONE_IN_A_HUNDRED));
    time(
        "five frequent words",
        view,
        Math.max(1, times / 10),
        true,
        Stream.of(words).limit(5).map(SearchTimes::text).toArray(TicketQuery.Term[]::new));
    int most = (int) Math.min(10_000, tickets / 100);
    timeOf(most + " hits", view, Math.max(1, times / 20), most, true, title(ONE_IN_A_HUNDRED));
  }

  private static void time(
      String what, View view, int times, boolean newestFirst, TicketQuery.Term... terms) {
    timeOf(what, view, times, 50, newestFirst, terms);
  }

  private static void timeOf(
      String what,
      View view,
      int times,
      int limit,
      boolean newestFirst,
      TicketQuery.Term... terms) {
    ListQuery query =
        new ListQuery(
            new TicketQuery(List.of(terms)),
            ListQuery.Sort.ID,
            newestFirst,
            OptionalInt.of(limit),
            OptionalLong.empty());
    long[] nanos = new long[times];
    long cpu = 0;
    int[] found = {0};
    for (int n = -times / 2; n < times; n++) {
      found[0] = 0;
      if (n == 0) {
        cpu = THREADS.getCurrentThreadCpuTime();
      }
      long begun = System.nanoTime();
      Scan<Ticket> scan = view.list(query);
      scan.advance(Long.MAX_VALUE / 2, ticket -> ++found[0] > 0);
      if (n >= 0) {
        nanos[n] = System.nanoTime() - begun;
      }
    }
    cpu = THREADS.getCurrentThreadCpuTime() - cpu;
    Arrays.sort(nanos);
    System.out.printf(
        "  %-24s %,10.0f %,10.0f %,10.0f   (%d found)%n",
        what, nanos[times / 2] / 1e3, nanos[times * 99 / 100] / 1e3, cpu / 1e3 / times, found[0]);
  }

  private static void beside(Path corpus) throws IOException {
    Path script = Path.of("src/test/resources/ticketd/bench/fts5.py");
    Process process =
        new ProcessBuilder(
                "python3",
                script.toString(),
                corpus.toString(),
                EVERY_OTHER,
                RARE,
                "qxzwv",
                ONE_IN_A_HUNDRED)
            .inheritIO()
            .start();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }

  private static long cpuOf(String thread) {
    long nanos = 0;
    for (long id : THREADS.getAllThreadIds()) {
      ThreadInfo info = THREADS.getThreadInfo(id);
      if (info != null && info.getThreadName().equals(thread)) {
        nanos += THREADS.getThreadCpuTime(id);
      }
    }
    return nanos;
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }
}
