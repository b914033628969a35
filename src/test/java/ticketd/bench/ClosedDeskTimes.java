package ticketd.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import ticketd.journal.SyncMode;
import ticketd.testing.ClosedDesk;

/**
 * What an agent's requests lose in a closed desk beside an open one of the same tickets (5 % are
 * allowed): both servers running, rates in rounds that take turns, each server first in every other
 * one, and neither beside what the other has to index. Run by {@code mvn -Pbench test -DskipTests
 * -Dbench.main=ticketd.bench.ClosedDeskTimes -Dbench="100000 7 1000000"}, where the numbers are
 * those of the tickets that both begin with, of the rounds and of the requests in each.
 */
final class ClosedDeskTimes {
  private static final int[][] SHAPES = {{16, 1}, {64, 16}};
  private static final int WARM_ROUNDS = 2;
  private static final String IDENT = "IDENT Ana";

  /** Of a list there are so many times fewer. */
  private static final int LIST_SHARE = 10;

  /** With 16 at a time a request takes longer. */
  private static final int SHALLOW_SHARE = 4;

  private ClosedDeskTimes() {}

  public static void main(String[] args) throws Exception {
    long tickets = Long.parseLong(args[0]);
    int rounds = Integer.parseInt(args[1]);
    int requests = Integer.parseInt(args[2]);
    try (Scratch open = Scratch.inMemory();
        Scratch closed = Scratch.inMemory()) {
      for (Scratch scratch : List.of(open, closed)) {
        Story.file(scratch.store("tickets", SyncMode.OS), tickets, Story::author);
      }
      ClosedDesk desk = ClosedDesk.in(closed.directory());
      try (ServerProcess one = ServerProcess.start(open.file("tickets"));
          ServerProcess other = ServerProcess.start(closed.file("tickets"))) {
        MachineLoad.print();
        String auth = "AUTH " + desk.token("Ana");
        for (String request :
            List.of("PING", "LIST sort:-id limit:50", "SHOW " + tickets / 2, Story.request("d"))) {
          int each = request.startsWith("LIST") ? requests / LIST_SHARE : requests;
          for (int[] shape : SHAPES) {
            compare(
                request,
                shape,
                rounds,
                shape[1] == 1 ? each / SHALLOW_SHARE : each,
                one,
                other,
                auth);
          }
        }
        MachineLoad.print();
      }
    }
  }

  private static void compare(
      String request,
      int[] shape,
      int rounds,
      int requests,
      ServerProcess open,
      ServerProcess closed,
      String auth)
      throws Exception {
    double[] opens = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = -WARM_ROUNDS; round < rounds; round++) {
      double inOpen = 0;
      double inClosed = 0;
      for (int turn = 0; turn < 2; turn++) {
        if ((round + turn) % 2 == 0) {
          inOpen = open.rate(IDENT, request, shape[0], shape[1], requests);
          open.awaitIndex(IDENT);
        } else {
          inClosed = closed.rate(auth, request, shape[0], shape[1], requests);
          closed.awaitIndex(auth);
        }
      }
      if (round >= 0) {
        opens[round] = inOpen;
        ratios[round] = inClosed / inOpen;
      }
    }
    Arrays.sort(opens);
    Arrays.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "%-10s %d x %d: open %,.0f/s, closed %.2f of it (%.2f to %.2f)%n",
        request.split(" ", -1)[0],
        shape[0],
        shape[1],
        opens[rounds / 2],
        ratios[rounds / 2],
        ratios[0],
        ratios[rounds - 1]);
  }
}
