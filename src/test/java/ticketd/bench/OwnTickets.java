package ticketd.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import ticketd.journal.JournalSettings;
import ticketd.journal.SyncMode;
import ticketd.testing.ClosedDesk;

/**
 * What a requester's reads cost in a large desk, beside the same reads in a desk that holds nothing
 * but his tickets (at most twice the time is allowed), and beside an agent's in the large one; in
 * rounds that take turns. Run by {@code mvn -Pbench test -DskipTests
 * -Dbench.main=ticketd.bench.OwnTickets -Dbench="1000000 1000 5"}, where the numbers are those of
 * the tickets, of the ones among them that are the requester's, and of the rounds.
 */
final class OwnTickets {
  private static final String REQUESTER = "Rita";
  private static final String AGENT = "Ana";
  private static final int CONNECTIONS = 16;

  /** Of the rows of all requests of a round together. */
  private static final int ROWS = 400_000;

  private static final int MOST = 20_000;

  /** Of an agent there are so many times fewer requests: some look at every ticket of the desk. */
  private static final int AGENTS_SHARE = 20;

  private static final int FEWEST = 200;

  /** One alone is over too soon to be compared. */
  private static final int REPLAYS = 20;

  private final ServerProcess large;
  private final ServerProcess small;
  private final ClosedDesk ofLarge;
  private final ClosedDesk ofSmall;
  private final int own;
  private final int rounds;

  private OwnTickets(
      ServerProcess large,
      ServerProcess small,
      ClosedDesk ofLarge,
      ClosedDesk ofSmall,
      int own,
      int rounds) {
    this.large = large;
    this.small = small;
    this.ofLarge = ofLarge;
    this.ofSmall = ofSmall;
    this.own = own;
    this.rounds = rounds;
  }

  public static void main(String[] args) throws Exception {
    long tickets = Long.parseLong(args[0]);
    int own = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    long step = tickets / own;
    try (Scratch large = Scratch.inMemory();
        Scratch small = Scratch.inMemory()) {
      JournalSettings all = large.store("tickets", SyncMode.OS);
      Story.file(
          all, step * own, id -> id % step == 0 ? ClosedDesk.name(REQUESTER) : Story.author(id));
      Story.file(small.store("tickets", SyncMode.OS), own, id -> ClosedDesk.name(REQUESTER));
      ClosedDesk ofLarge = ClosedDesk.in(large.directory());
      ClosedDesk ofSmall = ClosedDesk.in(small.directory());
      try (ServerProcess one = start(large);
          ServerProcess other = start(small)) {
        MachineLoad.print();
        OwnTickets times = new OwnTickets(one, other, ofLarge, ofSmall, own, rounds);
        times.measure(step);
        MachineLoad.print();
      }
    }
  }

  private static ServerProcess start(Scratch scratch) throws IOException {
    return ServerProcess.start(scratch.file("tickets"));
  }

  private void measure(long step) throws Exception {
    String newest = "LIST sort:-id limit:50";
    compare(newest, newest, newest, 50);
    String changed = "LIST sort:-updated limit:50";
    compare(changed, changed, changed, 50);
    String words = "LIST printer floor sort:-id limit:50";
    compare(words, words, words, 50);
    String none = "LIST status:waiting";
    compare(none, none, none + " limit:50", 50);
    compare("LIST", "LIST", "LIST limit:" + own, own);
    long middle = own / 2;
    for (String verb : new String[] {"SHOW ", "HISTORY "}) {
      compare(verb + middle * step, verb + middle, verb + middle * step, 10);
    }
    replay();
  }

  /**
   * Of the requester in both desks, and of the agent in the large one.
   *
   * @param rows about how many each has
   */
  private void compare(String inLarge, String inSmall, String ofAgent, int rows) throws Exception {
    int requests = Math.min(MOST, ROWS / rows);
    double[] rates = new double[rounds];
    double[] toSmall = new double[rounds];
    double[] toAgent = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      double his = rate(large, ofLarge, REQUESTER, inLarge, requests);
      double alone = rate(small, ofSmall, REQUESTER, inSmall, requests);
      double agents =
          rate(large, ofLarge, AGENT, ofAgent, Math.max(FEWEST, requests / AGENTS_SHARE));
      if (round >= 0) {
        rates[round] = his;
        toSmall[round] = alone / his;
        toAgent[round] = agents / his;
      }
    }
    Arrays.sort(rates);
    print(inLarge, String.format(Locale.ROOT, "%,.0f/s", rates[rounds / 2]), toSmall);
    System.out.printf(Locale.ROOT, "  and of an agent's: %s%n", median(toAgent));
  }

  private static double rate(
      ServerProcess server, ClosedDesk desk, String name, String request, int requests)
      throws Exception {
    return server.rate("AUTH " + desk.token(name), request, CONNECTIONS, 1, requests);
  }

  private void print(String what, String figure, double[] toSmall) {
    System.out.printf(
        Locale.ROOT,
        "%s: %s, of the time in a desk of his own: %s%n",
        what,
        figure,
        median(toSmall));
  }

  private static String median(double[] ratios) {
    Arrays.sort(ratios);
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f to %.2f)",
        ratios[ratios.length / 2],
        ratios[0],
        ratios[ratios.length - 1]);
  }

  /** All that ever happened to his tickets, by a watch from the beginning. */
  private void replay() throws IOException {
    double[] millis = new double[rounds];
    double[] toSmall = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      double his = replay(large, ofLarge);
      double alone = replay(small, ofSmall);
      if (round >= 0) {
        millis[round] = his;
        toSmall[round] = his / alone;
      }
    }
    Arrays.sort(millis);
    print("WATCH since:…/0", String.format(Locale.ROOT, "%.1f ms", millis[rounds / 2]), toSmall);
  }

  /** In milliseconds. */
  private double replay(ServerProcess server, ClosedDesk desk) throws IOException {
    try (Socket socket = new Socket(server.address().host(), server.address().port());
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String[] position = ask(socket, in, "AUTH " + desk.token(REQUESTER) + "\nWATCH", 2);
      String since = position[position.length - 1].split("/", -1)[0] + "/0";
      long begun = System.nanoTime();
      for (int i = 0; i < REPLAYS; i++) {
        ask(socket, in, "UNWATCH\nWATCH since:" + since, 2 + own);
      }
      return (System.nanoTime() - begun) / 1e6 / REPLAYS;
    }
  }

  /** The words of the last of so many lines. */
  private static String[] ask(Socket socket, BufferedReader in, String request, int lines)
      throws IOException {
    socket.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
    String line = "";
    for (int i = 0; i < lines; i++) {
      line = String.valueOf(in.readLine());
      if (!line.startsWith("[OK]") && !line.startsWith("!")) {
        throw new IllegalStateException(line);
      }
    }
    return line.split(" ", -1);
  }
}
