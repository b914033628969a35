package ticketd.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import ticketd.postgres.Cluster;
import ticketd.testing.Processes;

/**
 * Turns of a desk in PostgreSQL, by {@link DeskNode} processes that stay warm, and in turns with
 * them, on the same server, transactions of pgbench that lock a row, read it, insert as many rows
 * and update it. Then how old a change is when another node sees it, what a read's question takes,
 * and how long a new node's copy.
 *
 * <p>Run by {@code mvn -Pbench test -DskipTests -Dbench.main=ticketd.bench.DeskTurns -Dbench="5 4
 * 1500000"}: rounds, seconds of each, events of the copy; and, where not all is to be measured, the
 * cells that are, as {@code 1x512,2x64}: nodes and changes a turn. The server's files are in the
 * directory for temporary ones, and are forced to the disk.
 */
final class DeskTurns {
  private static final int ROUNDS = 5;
  private static final int SECONDS = 4;
  private static final int EVENTS = 1_500_000;

  /** The processes of several nodes compile their code side by side, on two cores. */
  private static final int WARMING_SECONDS = 45;

  private static final int FILLING_BATCH = 512;
  private static final List<String> CELLS =
      List.of("1x1", "1x16", "1x64", "1x512", "2x1", "2x64", "4x1");
  private static final String DATABASE = "bench";
  private static final Pattern RATE = Pattern.compile("tps = ([0-9.]+) \\(without");

  private static final String TABLES =
      "CREATE TABLE public.head (desk int PRIMARY KEY, seq bigint NOT NULL);"
          + " INSERT INTO public.head SELECT d, 0 FROM generate_series(1, 100) d;"
          + " CREATE TABLE public.event (LIKE ticketd.event INCLUDING ALL)";

  private static final String TRANSACTION =
      """
      BEGIN;
      SELECT seq AS seq FROM public.head WHERE desk = :desk FOR UPDATE \\gset
      INSERT INTO public.event SELECT :desk, :seq + g, :seq + g, 1, now(), 'author1', NULL, 1,
       '00000000-0000-4000-8000-000000000000', decode(repeat('61', 256), 'hex')
       FROM generate_series(1, :batch) g;
      UPDATE public.head SET seq = seq + :batch WHERE desk = :desk;
      COMMIT;
      """;

  private final Cluster cluster;
  private final Path directory;
  private final int rounds;
  private final int seconds;
  private int cells;

  private DeskTurns(Cluster cluster, Path directory, int rounds, int seconds) {
    this.cluster = cluster;
    this.directory = directory;
    this.rounds = rounds;
    this.seconds = seconds;
  }

  public static void main(String[] args) throws Exception {
    boolean sized = args.length >= 3;
    int rounds = sized ? Integer.parseInt(args[0]) : ROUNDS;
    int seconds = sized ? Integer.parseInt(args[1]) : SECONDS;
    int events = sized ? Integer.parseInt(args[2]) : EVENTS;
    Cluster cluster = Cluster.create();
    try {
      cluster.stop();
      cluster.start("fsync=on", "shared_buffers=256MB", "max_wal_size=8GB");
      cluster.createDesk(DATABASE, 64 << 20);
      cluster.query(DATABASE, TABLES);
      Path directory = Files.createTempDirectory("ticketd-desk-turns");
      try {
        DeskTurns turns = new DeskTurns(cluster, directory, rounds, seconds);
        if (args.length > 3) {
          turns.compare(List.of(args[3].split(",", -1)));
        } else {
          turns.compare(CELLS);
          turns.seenElsewhere();
          turns.asked();
          turns.copied(events);
        }
      } finally {
        Processes.run("rm", "-rf", directory.toString());
      }
    } finally {
      cluster.close();
    }
  }

  private void compare(List<String> cells) throws IOException, InterruptedException {
    System.out.println(
        "| nodes | batch | turns/s | pgbench's | ratio: median (lowest–highest) | p50, p99 ms |"
            + " pgbench's |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    for (String cell : cells) {
      String[] size = cell.split("x", 2);
      compare(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
    }
  }

  /** What one side did in a round. */
  private record Round(double rate, double p50Millis, double p99Millis) {}

  private void compare(int nodes, int batch) throws IOException, InterruptedException {
    List<Child> children = start(nodes);
    try {
      turns(children, batch, WARMING_SECONDS);
      pgbench(nodes, batch, 1);
      List<Round> ours = new ArrayList<>();
      List<Round> theirs = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        ours.add(turns(children, batch, seconds));
        theirs.add(pgbench(nodes, batch, seconds));
      }
      double[] ratios = new double[rounds];
      Arrays.setAll(ratios, i -> ours.get(i).rate() / theirs.get(i).rate());
      Arrays.sort(ratios);
      System.out.printf(
          Locale.ROOT,
          "| %d | %d | %,.0f | %,.0f | %.2f (%.2f–%.2f) | %.2f, %.2f | %.2f, %.2f |%n",
          nodes,
          batch,
          median(ours.stream().map(Round::rate)),
          median(theirs.stream().map(Round::rate)),
          ratios[rounds / 2],
          ratios[0],
          ratios[rounds - 1],
          median(ours.stream().map(Round::p50Millis)),
          median(ours.stream().map(Round::p99Millis)),
          median(theirs.stream().map(Round::p50Millis)),
          median(theirs.stream().map(Round::p99Millis)));
    } finally {
      end(children);
    }
  }

  private static double median(Stream<Double> values) {
    double[] sorted = values.mapToDouble(Double::doubleValue).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static Round turns(List<Child> children, int batch, int seconds) throws IOException {
    for (Child child : children) {
      child.tell("turns " + seconds * 1000 + " " + batch);
    }
    double rate = 0;
    double p50 = 0;
    double p99 = 0;
    for (Child child : children) {
      double[] told = child.numbers();
      rate += told[0] / seconds;
      p50 = Math.max(p50, told[1]);
      p99 = Math.max(p99, told[2]);
    }
    return new Round(rate, p50, p99);
  }

  private Round pgbench(int clients, int batch, int seconds)
      throws IOException, InterruptedException {
    cells++;
    Path logs = Files.createDirectory(directory.resolve("pgbench-" + cells));
    Path script = Files.writeString(logs.resolve("script"), TRANSACTION);
    Process process =
        new ProcessBuilder(
                Cluster.program("pgbench"),
                "-h",
                "127.0.0.1",
                "-p",
                String.valueOf(cluster.port()),
                "-U",
                Cluster.USER,
                "-n",
                "-M",
                "prepared",
                "-c",
                String.valueOf(clients),
                "-j",
                String.valueOf(clients),
                "-T",
                String.valueOf(seconds),
                "-D",
                "batch=" + batch,
                "-D",
                "desk=1",
                "-f",
                script.toString(),
                "-l",
                "--log-prefix=" + logs.resolve("log"),
                DATABASE)
            .redirectErrorStream(true)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    Matcher rate = RATE.matcher(out);
    if (process.waitFor() != 0 || !rate.find()) {
      throw new IOException("pgbench: " + out);
    }
    double[] micros = latencies(logs);
    return new Round(
        Double.parseDouble(rate.group(1)),
        micros[micros.length / 2] / 1000,
        micros[micros.length * 99 / 100] / 1000);
  }

  private static double[] latencies(Path logs) throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      List<Path> found =
          files.filter(file -> file.getFileName().toString().startsWith("log")).toList();
      List<Double> micros = new ArrayList<>();
      for (Path file : found) {
        for (String line : Files.readAllLines(file)) {
          micros.add(Double.parseDouble(line.split(" ", -1)[2]));
        }
      }
      return micros.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
  }

  private void seenElsewhere() throws IOException {
    List<Child> children = start(2);
    try {
      for (int i = 0; i <= rounds; i++) {
        children.get(1).tell("watch " + seconds * 1000);
        children.get(0).tell("pace " + seconds * 1000);
        children.get(0).numbers();
        double[] told = children.get(1).numbers();
        if (i > 0) {
          System.out.printf(
              Locale.ROOT,
              "a change seen at another node: p50 %.2f ms, p99 %.2f ms, of %.0f%n",
              told[1],
              told[2],
              told[0]);
        }
      }
    } finally {
      end(children);
    }
  }

  private void asked() throws IOException {
    List<Child> children = start(1);
    try {
      for (int i = 0; i <= rounds; i++) {
        children.get(0).tell("ask " + seconds * 1000);
        double[] told = children.get(0).numbers();
        if (i > 0) {
          System.out.printf(
              Locale.ROOT,
              "a read's question: p50 %.3f ms, p99 %.3f ms, %,.0f/s one after the other%n",
              told[1],
              told[2],
              told[0] / seconds);
        }
      }
    } finally {
      end(children);
    }
  }

  private void copied(int events) throws IOException {
    List<Child> writer = start(1);
    try {
      writer.get(0).tell("fill " + events + " " + FILLING_BATCH);
      writer.get(0).numbers();
    } finally {
      end(writer);
    }
    for (int i = 0; i < rounds; i++) {
      List<Child> fresh = start(1);
      try {
        System.out.printf(
            Locale.ROOT,
            "a new node's copy of %.0f events: %.2f s%n",
            fresh.get(0).opened[0],
            fresh.get(0).opened[1]);
      } finally {
        end(fresh);
      }
    }
  }

  private List<Child> start(int nodes) throws IOException {
    List<Child> children = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      cells++;
      children.add(
          new Child(Cluster.url(DATABASE, cluster.port()), directory.resolve("node-" + cells)));
    }
    return children;
  }

  private static void end(List<Child> children) throws IOException {
    for (Child child : children) {
      child.close();
    }
  }

  /** A node's process. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader told;
    private final double[] opened;

    Child(String url, Path replica) throws IOException {
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  DeskNode.class.getName(),
                  url,
                  replica.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      told = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      opened = numbers();
    }

    void tell(String line) throws IOException {
      process.getOutputStream().write((line + "\n").getBytes(UTF_8));
      process.getOutputStream().flush();
    }

    double[] numbers() throws IOException {
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        if (line.startsWith("= ")) {
          return Arrays.stream(line.substring(2).split(" ", -1))
              .mapToDouble(Double::parseDouble)
              .toArray();
        }
      }
      throw new IOException("a node ended");
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        if (!process.waitFor(Duration.ofSeconds(10).toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
