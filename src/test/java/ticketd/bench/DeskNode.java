package ticketd.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import ticketd.journal.BatchWriter;
import ticketd.journal.JournalListener;
import ticketd.journal.SharedLog;
import ticketd.journal.StoredEvent;
import ticketd.journal.Turn;
import ticketd.postgres.DeskListener;
import ticketd.postgres.Nodes;
import ticketd.postgres.PgLog;

/**
 * A node of {@link DeskTurns} in a process of its own: does what its standard input says, and tells
 * what came of it in a line that begins with {@code =}.
 */
final class DeskNode {
  private static final long PACE_NANOS = Duration.ofMillis(10).toNanos();
  private static final long LOOK_NANOS = Duration.ofNanos(200_000).toNanos();

  private final SharedLog log;

  /** Of what it has caught up with, or appended itself. */
  private long lastSeq;

  private DeskNode(SharedLog log) {
    this.log = log;
  }

  /** {@code <url> <replica>}. */
  public static void main(String[] args) throws IOException {
    long began = System.nanoTime();
    try (PgLog log =
        PgLog.open(
            Nodes.settings(args[0], Path.of(args[1])),
            JournalListener.none(),
            DeskListener.none())) {
      log.awaitCurrent();
      DeskNode node = new DeskNode(log);
      node.catchUp();
      tell((double) node.lastSeq, (System.nanoTime() - began) / 1e9);
      BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        node.obey(line.split(" ", -1));
      }
    }
  }

  private static void tell(double... numbers) {
    StringBuilder line = new StringBuilder("=");
    for (double number : numbers) {
      line.append(String.format(Locale.ROOT, " %.4f", number));
    }
    System.out.println(line);
  }

  private void obey(String[] words) {
    int size = Integer.parseInt(words[1]);
    switch (words[0]) {
      case "turns" -> turns(size, Integer.parseInt(words[2]));
      case "fill" -> fill(size, Integer.parseInt(words[2]));
      case "pace" -> pace(size);
      case "watch" -> watch(size);
      case "ask" -> ask(size);
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private void catchUp() {
    log.replica().catchUp((batch, end) -> lastSeq = batch.get(batch.size() - 1).seq());
  }

  /** Appends so many, deciding again where another node was first. */
  private void append(int batchSize) {
    while (true) {
      try (Turn turn = log.turn()) {
        catchUp();
        BatchWriter batch = turn.batch();
        for (int i = 0; i < batchSize; i++) {
          Story.fileNow(batch, batch.nextSeq());
        }
        long last = batch.nextSeq() - 1;
        if (turn.append() == Turn.Outcome.STORED) {
          lastSeq = last;
          return;
        }
      }
    }
  }

  private void turns(int millis, int batchSize) {
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
      append(batchSize);
      nanos.add(System.nanoTime() - began);
    }
    tellOf(nanos);
  }

  private void fill(int events, int batchSize) {
    catchUp();
    while (lastSeq < events) {
      append(batchSize);
    }
    tell((double) lastSeq);
  }

  private void pace(int millis) {
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    int turns = 0;
    while (System.nanoTime() < end) {
      append(1);
      turns++;
      LockSupport.parkNanos(PACE_NANOS);
    }
    tell(turns);
  }

  /** How old a change is when it is seen: since the other node began its turn. */
  private void watch(int millis) {
    List<Long> nanos = new ArrayList<>();
    catchUp();
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    while (System.nanoTime() < end) {
      log.replica()
          .catchUp(
              (batch, last) -> {
                lastSeq = batch.get(batch.size() - 1).seq();
                if (batch.get(0) instanceof StoredEvent event) {
                  nanos.add(Duration.between(event.at(), Instant.now()).toNanos());
                }
              });
      LockSupport.parkNanos(LOOK_NANOS);
    }
    tellOf(nanos);
  }

  private void ask(int millis) {
    List<Long> nanos = new ArrayList<>();
    long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    for (long began = System.nanoTime(); began < end; began = System.nanoTime()) {
      log.awaitCurrent();
      nanos.add(System.nanoTime() - began);
    }
    tellOf(nanos);
  }

  /** How many, and their median and 99th percentile in milliseconds. */
  private static void tellOf(List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    if (sorted.length == 0) {
      tell(0, 0, 0);
      return;
    }
    tell(sorted.length, sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
  }
}
