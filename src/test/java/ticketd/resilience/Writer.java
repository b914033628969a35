package ticketd.resilience;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import ticketd.testing.Json;

/**
 * A client that files and changes tickets, now with a key, now without, and enters into the ledger
 * what it was told. It repeats what it does not know the outcome of where the request has a key, on
 * another server if need be, until it knows.
 */
final class Writer implements Runnable {
  private static final Duration BREATH = Duration.ofMillis(20);
  private static final String TAKE = "TAKE NEXT";

  /**
   * How writers behave.
   *
   * @param depth requests sent at once before their answers are read, 1 to this
   * @param edits whether they also take, tag, assign, comment on, edit and close tickets
   * @param wanders whether they change the server now and then; else each stays with its own
   * @param breath the longest they wait between two rounds
   */
  record Habits(int depth, boolean edits, boolean wanders, Duration breath) {}

  /** A request on its way. */
  private static final class Pending {
    String mark;
    final boolean keyed;
    final String line;
    long sentNanos;
    boolean everUnknown;

    Pending(String mark, boolean keyed, String line) {
      this.mark = mark;
      this.keyed = keyed;
      this.line = line;
    }
  }

  private final int number;
  private final Cluster cluster;
  private final Habits habits;
  private final Ledger ledger;
  private final Random random;
  private final Deque<Pending> repeats = new ArrayDeque<>();
  private volatile boolean stopping;
  private volatile boolean abandoning;
  private int count;
  private int server;
  private long lastId;
  private Optional<Peer> connection = Optional.empty();

  Writer(int number, Cluster cluster, Habits habits, Ledger ledger, long seed) {
    this.number = number;
    this.cluster = cluster;
    this.habits = habits;
    this.ledger = ledger;
    this.random = new Random(seed);
    this.server = number % cluster.size();
  }

  String name() {
    return "writer" + number;
  }

  /** It ends once it knows what became of its keyed requests. */
  void stop() {
    stopping = true;
  }

  /** It ends soon, and whatever it does not know by then is unknown. */
  void abandon() {
    abandoning = true;
    stopping = true;
  }

  @Override
  public void run() {
    while (!abandoning && (!stopping || !repeats.isEmpty())) {
      round();
      if (!habits.breath().isZero()) {
        ChildServer.pause(Duration.ofNanos(random.nextLong(habits.breath().toNanos())));
      }
    }
    repeats.forEach(pending -> enter(pending, Ledger.Outcome.UNKNOWN, 0, 0));
    connection.ifPresent(Peer::close);
  }

  private void round() {
    Deque<Pending> sent = new ArrayDeque<>();
    int size = 1 + random.nextInt(habits.depth());
    while (sent.size() < size && !repeats.isEmpty()) {
      sent.add(repeats.remove());
    }
    while (sent.size() < size && !stopping) {
      sent.add(next());
    }
    try {
      Peer peer = peer();
      long now = System.nanoTime();
      StringBuilder lines = new StringBuilder();
      for (Pending pending : sent) {
        if (pending.sentNanos == 0) {
          pending.sentNanos = now;
        }
        lines.append(pending.line).append('\n');
      }
      peer.sendRaw(lines.toString());
      while (!sent.isEmpty()) {
        String answer = peer.lineOrLost();
        settle(sent.remove(), Json.object(answer));
      }
    } catch (UncheckedIOException e) {
      lost(sent);
    }
  }

  private void lost(Deque<Pending> sent) {
    connection.ifPresent(Peer::close);
    connection = Optional.empty();
    for (Pending pending : sent) {
      if (pending.sentNanos == 0) {
        // It never left.
        repeats.add(pending);
      } else {
        unknown(pending);
      }
    }
    server = random.nextInt(cluster.size());
    ChildServer.pause(BREATH);
  }

  private Peer peer() {
    if (connection.isPresent() && habits.wanders() && random.nextInt(200) == 0) {
      connection.get().close();
      connection = Optional.empty();
      server = random.nextInt(cluster.size());
    }
    if (connection.isEmpty()) {
      Peer peer = Peer.to(cluster.get(server).address());
      connection = Optional.of(peer);
      peer.ask("IDENT " + name());
      peer.json("FORMAT json");
    }
    return connection.get();
  }

  private Pending next() {
    String mark = name() + "-" + ++count;
    String request =
        habits.edits() && lastId > 0 && random.nextInt(3) > 0
            ? change(1 + (long) (random.nextDouble() * lastId), mark)
            : "SENDTICKET {\"title\":\"" + mark + "\"}";
    // Which ticket was taken is told by the answer alone, so it must come.
    boolean keyed = request.equals(TAKE) || random.nextBoolean();
    return new Pending(mark, keyed, keyed ? "@" + mark + " " + request : request);
  }

  private String change(long id, String mark) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> "COMMENT " + id + " " + mark;
      case 2 -> "EDIT " + id + " {\"title\":\"" + mark + "\"}";
      case 3 -> "EDIT " + id + " {\"title\":\"" + mark + "\",\"status\":\"" + status() + "\"}";
      case 4 -> "CLOSE " + id + " wont-fix " + mark;
      case 5 -> "TAG " + id + " +" + mark;
      case 6 -> "ASSIGN " + id + " " + mark;
      default -> TAKE;
    };
  }

  private String status() {
    return random.nextBoolean() ? "open" : "waiting";
  }

  private void settle(Pending pending, Map<String, Object> answer) {
    if (Boolean.TRUE.equals(answer.get("ok"))) {
      long id = Json.number(answer, "id");
      lastId = Math.max(lastId, id);
      if (pending.line.endsWith(TAKE)) {
        pending.mark = EventLog.Event.taken(name(), id);
      }
      enter(pending, Ledger.Outcome.STORED, id, Json.number(answer, "seq"));
      return;
    }
    String code = String.valueOf(Json.value(answer, "code"));
    switch (code) {
      case "in-doubt" -> unknown(pending);
      case "unavailable", "full", "shutting-down" -> refused(pending);
      case "conflict", "not-found" -> enter(pending, Ledger.Outcome.REFUSED, 0, 0);
      default -> throw new AssertionError(pending.line + " was answered " + answer);
    }
  }

  private void unknown(Pending pending) {
    if (pending.keyed) {
      pending.everUnknown = true;
      repeats.add(pending);
    } else {
      enter(pending, Ledger.Outcome.UNKNOWN, 0, 0);
    }
  }

  private void refused(Pending pending) {
    if (pending.everUnknown) {
      repeats.add(pending);
      ChildServer.pause(BREATH);
    } else {
      enter(pending, Ledger.Outcome.REFUSED, 0, 0);
    }
  }

  private void enter(Pending pending, Ledger.Outcome outcome, long id, long seq) {
    ledger.add(
        new Ledger.Entry(
            pending.mark, outcome, pending.sentNanos, System.nanoTime(), id, seq, server));
  }
}
