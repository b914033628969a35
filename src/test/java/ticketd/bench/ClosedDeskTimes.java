package ticketd.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import ticketd.journal.SyncMode;
import ticketd.testing.ClosedDesk;

/**
 * What an agent's requests lose in a closed desk beside an open one of the same tickets (5 % are
 * allowed). Several servers of each kind, for two of one kind differ by more than that; all of them
 * running, in rounds in which an open and a closed one take turns, each first in every other one,
 * and neither beside what another has to index. Run by {@code mvn -Pbench test -DskipTests
 * -Dbench.main=ticketd.bench.ClosedDeskTimes -Dbench="100000 4 6 400000"}, where the numbers are
 * those of the tickets that all begin with, of the servers of each kind, of the rounds and of the
 * requests in each.
 */
final class ClosedDeskTimes implements AutoCloseable {
  private static final int[][] SHAPES = {{16, 1}, {64, 16}};
  private static final int WARM_ROUNDS = 2;
  private static final String IDENT = "IDENT Ana";

  /** Of a list there are so many times fewer. */
  private static final int LIST_SHARE = 10;

  /** With 16 at a time a request takes longer. */
  private static final int SHALLOW_SHARE = 4;

  /** A server, and what a connection to it begins with. */
  private record Desk(Scratch scratch, ServerProcess server, String preamble) {
    static Desk of(long tickets, boolean isClosed) throws Exception {
      Scratch scratch = Scratch.inMemory();
      Story.file(scratch.store("tickets", SyncMode.OS), tickets, Story::author);
      String preamble =
          isClosed ? "AUTH " + ClosedDesk.in(scratch.directory()).token("Ana") : IDENT;
      return new Desk(scratch, ServerProcess.start(scratch.file("tickets")), preamble);
    }

    Run run(String request, int[] shape, int requests) throws Exception {
      long before = server.cpuNanos();
      double rate = server.rate(preamble, request, shape[0], shape[1], requests);
      double cpu = (server.cpuNanos() - before) / 1e3 / requests;
      server.awaitIndex(preamble);
      return new Run(rate, cpu);
    }

    void close() throws IOException {
      server.close();
      scratch.close();
    }
  }

  /** {@code cpu} is the server's, in µs a request. */
  private record Run(double rate, double cpu) {}

  private final List<Desk> open = new ArrayList<>();
  private final List<Desk> closed = new ArrayList<>();
  private final int rounds;

  private ClosedDeskTimes(int rounds) {
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    long tickets = Long.parseLong(args[0]);
    int servers = Integer.parseInt(args[1]);
    int requests = Integer.parseInt(args[3]);
    try (ClosedDeskTimes times = new ClosedDeskTimes(Integer.parseInt(args[2]))) {
      for (int i = 0; i < servers; i++) {
        times.open.add(Desk.of(tickets, false));
        times.closed.add(Desk.of(tickets, true));
      }
      MachineLoad.print();
      for (String request :
          List.of("PING", "LIST sort:-id limit:50", "SHOW " + tickets / 2, Story.request("d"))) {
        int each = request.startsWith("LIST") ? requests / LIST_SHARE : requests;
        for (int[] shape : SHAPES) {
          times.compare(request, shape, shape[1] == 1 ? each / SHALLOW_SHARE : each);
        }
      }
      MachineLoad.print();
    }
  }

  private void compare(String request, int[] shape, int requests) throws Exception {
    int all = rounds * open.size();
    double[] rates = new double[all];
    double[] cpu = new double[all];
    double[] rateRatios = new double[all];
    double[] cpuRatios = new double[all];
    for (int round = -WARM_ROUNDS; round < rounds; round++) {
      for (int i = 0; i < open.size(); i++) {
        boolean openFirst = (round + i) % 2 == 0;
        Run first = (openFirst ? open : closed).get(i).run(request, shape, requests);
        Run second = (openFirst ? closed : open).get(i).run(request, shape, requests);
        if (round >= 0) {
          Run inOpen = openFirst ? first : second;
          Run inClosed = openFirst ? second : first;
          int at = round * open.size() + i;
          rates[at] = inOpen.rate();
          cpu[at] = inOpen.cpu();
          rateRatios[at] = inClosed.rate() / inOpen.rate();
          cpuRatios[at] = inClosed.cpu() / inOpen.cpu();
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-10s %d x %d: open %,.0f/s, %.2f us of CPU each; closed %s of the rate, %s of the CPU%n",
        request.split(" ", -1)[0],
        shape[0],
        shape[1],
        median(rates),
        median(cpu),
        spread(rateRatios),
        spread(cpuRatios));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  /** The median, and between what the middle half lies. */
  private static String spread(double[] ratios) {
    double median = median(ratios);
    int quarter = ratios.length / 4;
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        median,
        ratios[quarter],
        ratios[ratios.length - 1 - quarter]);
  }

  @Override
  public void close() throws IOException {
    for (List<Desk> desks : List.of(open, closed)) {
      for (Desk desk : desks) {
        desk.close();
      }
    }
  }
}
