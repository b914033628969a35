package ticketd.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Seed;
import ticketd.testing.Size;
import ticketd.testing.Waiting;

/**
 * Two server processes are one ticket desk: a request is carried out once whichever of them is told
 * it, however often, and whichever was killed in between; a watch at one shows what is done at the
 * other.
 */
class OneStoreIT {
  private static final int ROUNDS = Size.of("rounds", 2, 4);
  private static final int AT_ONCE = 300;

  @TempDir Path folder;
  private Launch launch;
  private ChildServer first;
  private ChildServer second;

  @BeforeEach
  void start() {
    launch = Launch.on(folder.resolve("tickets")).syncing("always");
    first = ChildServer.begin(launch);
    second = ChildServer.start(launch);
    first.awaitListening();
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static Peer ana(ChildServer server) {
    Peer peer = server.connect("Ana");
    peer.json("FORMAT json");
    return peer;
  }

  private static String answer(Peer peer, String request) {
    return peer.send(request).lineOrLost();
  }

  private static String asRepeat(String answer) {
    int ticket = answer.indexOf(",\"ticket\"");
    int at = ticket < 0 ? answer.length() - 1 : ticket;
    return answer.substring(0, at) + ",\"duplicate\":true" + answer.substring(at);
  }

  @Test
  void shouldAnswerARepeatAsTheFirstWhicheverProcessIsAsked() {
    List<String> requests =
        List.of(
            "@f SENDTICKET {\"title\":\"a\",\"tags\":[\"x\",\"y\"]}",
            "@n TAKE NEXT tag:x",
            "@c COMMENT 1 b",
            "@p PRIORITY 1 normal",
            "@x CLOSE 1 invalid no");
    List<String> answers = new ArrayList<>();
    try (Peer here = ana(first)) {
      requests.forEach(request -> answers.add(answer(here, request)));
      assertThat(answers).allMatch(answer -> answer.startsWith("{\"ok\":true,\"id\":1,"));
      // The ticket goes on, another one could be taken: neither changes what a repeat is answered.
      answer(here, "REOPEN 1");
      answer(here, "PRIORITY 1 high");
      answer(here, "SENDTICKET {\"title\":\"b\",\"tags\":[\"x\"]}");
    }
    List<String> repeats = answers.stream().map(OneStoreIT::asRepeat).toList();
    assertThat(repeatAll(second, requests)).isEqualTo(repeats);
    first.kill();
    assertThat(repeatAll(second, requests)).isEqualTo(repeats);
    second.kill();
    first = ChildServer.start(launch);
    assertThat(repeatAll(first, requests)).isEqualTo(repeats);
    try (Peer here = ana(first)) {
      assertThat(answer(here, "@f SENDTICKET {\"tags\":[\"y\",\"x\"], \"title\":\"\\u0061\"}"))
          .isEqualTo(repeats.get(0));
      assertThat(answer(here, "@f SENDTICKET {\"title\":\"b\"}")).contains("\"conflict\"");
      assertThat(answer(here, "@x REOPEN 1")).contains("\"conflict\"");
      assertThat(answer(here, "STATS")).contains("\"tickets\":2,");
    }
  }

  private static List<String> repeatAll(ChildServer server, List<String> requests) {
    try (Peer peer = ana(server)) {
      return requests.stream().map(request -> answer(peer, request)).toList();
    }
  }

  @Test
  void shouldCarryOutOnceWhatWasUnderwayAtAKill() {
    Random random = Seed.random();
    for (int round = 0; round < ROUNDS; round++) {
      List<String> requests = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        requests.add("@" + round + "." + i + " SENDTICKET {\"title\":\"t\"}");
      }
      boolean killFirst = round % 2 == 0;
      List<String> answers = answeredUntilKilled(killFirst ? first : second, requests, random);
      repeatInAnyOrder(killFirst ? second : first, requests, answers, random);
      ChildServer again = ChildServer.start(launch);
      if (killFirst) {
        first = again;
      } else {
        second = again;
      }
    }
    try (Peer peer = first.connect()) {
      assertThat(peer.status("LIST")).isEqualTo("[OK] " + ROUNDS * AT_ONCE + " tickets");
    }
  }

  /** The answers to the first few of the requests, which were all sent before the server died. */
  private static List<String> answeredUntilKilled(
      ChildServer server, List<String> requests, Random random) {
    List<String> answers = new ArrayList<>();
    try (Peer peer = ana(server)) {
      peer.send(requests.toArray(String[]::new));
      for (int i = random.nextInt(requests.size()); i > 0; i--) {
        answers.add(peer.lineOrLost());
      }
    }
    server.kill();
    return answers;
  }

  private static void repeatInAnyOrder(
      ChildServer server, List<String> requests, List<String> answers, Random random) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < requests.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    try (Peer peer = ana(server)) {
      for (int i : order) {
        String answer = answer(peer, requests.get(i));
        assertThat(answer).startsWith("{\"ok\":true,");
        if (i < answers.size()) {
          assertThat(answer).isEqualTo(asRepeat(answers.get(i)));
        }
      }
    }
  }

  @Test
  void shouldGiveNoTicketToTwo() throws Exception {
    int tickets = Size.of("tickets", 200, 400);
    try (Peer filer = first.connect("Filer")) {
      String[] filings =
          Collections.nCopies(tickets, "SENDTICKET {\"title\":\"t\"}").toArray(String[]::new);
      filer.send(filings);
      for (int i = 0; i < tickets; i++) {
        filer.reply();
      }
    }
    ExecutorService threads = Executors.newFixedThreadPool(4);
    CyclicBarrier allTookOne = new CyclicBarrier(4);
    try {
      List<Future<List<Integer>>> takers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        ChildServer server = i % 2 == 0 ? first : second;
        String name = "Taker" + i;
        takers.add(threads.submit(() -> takeAll(server, name, allTookOne)));
      }
      List<Integer> taken = new ArrayList<>();
      for (Future<List<Integer>> taker : takers) {
        taken.addAll(taker.get());
      }
      assertThat(taken).hasSize(tickets).doesNotHaveDuplicates();
    } finally {
      threads.shutdownNow();
    }
  }

  /** Takes one and, when all have, on until there is none left. */
  private static List<Integer> takeAll(ChildServer server, String name, CyclicBarrier allTookOne)
      throws Exception {
    List<Integer> taken = new ArrayList<>();
    try (Peer peer = server.connect(name)) {
      String status = peer.status("TAKE NEXT");
      assertThat(status).startsWith("[OK]");
      allTookOne.await(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      while (status.startsWith("[OK]")) {
        taken.add(Integer.valueOf(status.replaceAll(".*\\(#(\\d+)\\).*", "$1")));
        status = peer.status("TAKE NEXT");
      }
    }
    return taken;
  }

  @Test
  void shouldShowAReadWhatAnotherProcessAcknowledged() {
    int tickets = Size.of("tickets", 100, 300);
    try (Peer writer = first.connect("Ana");
        Peer reader = second.connect()) {
      for (int id = 1; id <= tickets; id++) {
        assertThat(writer.status("SENDTICKET {\"title\":\"t\"}"))
            .isEqualTo("[OK] Ticket added (#" + id + ")");
        assertThat(reader.status("LIST sort:-id limit:1 id:" + id)).isEqualTo("[OK] 1 ticket");
        writer.status("CLOSE " + id);
        assertThat(reader.ask("SHOW " + id)).contains(" status: closed", " version: 2");
      }
      assertThat(reader.ask("STATS")).contains(" closed: " + tickets, " events: " + 2 * tickets);
    }
  }

  @Test
  void shouldShowAWatchWhatBothProcessesDo() throws Exception {
    int each = Size.of("each", 300, 1_000);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (Peer watcher = second.connect();
        Peer filtered = first.connect()) {
      assertThat(watcher.status("WATCH")).startsWith("[OK]");
      assertThat(filtered.status("WATCH author:Second")).startsWith("[OK]");
      Future<?> one = threads.submit(() -> file(first, "First", each));
      Future<?> other = threads.submit(() -> file(second, "Second", each));
      for (int seq = 1; seq <= 2 * each; seq++) {
        assertThat(watcher.lineOrLost()).startsWith("! " + seq + " #" + seq + " [");
      }
      long last = 0;
      for (int i = 0; i < each; i++) {
        String event = filtered.lineOrLost();
        assertThat(event).contains(" [Second] filed ");
        long seq = Long.parseLong(event.split(" ", 3)[1]);
        assertThat(seq).isGreaterThan(last);
        last = seq;
      }
      one.get();
      other.get();
    } finally {
      threads.shutdownNow();
    }
  }

  private static void file(ChildServer server, String name, int count) {
    try (Peer peer = server.connect(name)) {
      for (int i = 0; i < count; i++) {
        assertThat(peer.status("SENDTICKET {\"title\":\"t\"}")).startsWith("[OK]");
      }
    }
  }

  @Test
  void shouldLetAWatchGoOnAtAnotherProcess() {
    String place;
    try (Peer ana = ana(first);
        Peer watcher = ana(first)) {
      Map<String, Object> begun = watcher.json("WATCH");
      place = begun.get("generation") + "/";
      answer(ana, "SENDTICKET {\"title\":\"a\"}");
      assertThat(watcher.lineOrLost()).contains("\"seq\":1,");
      answer(ana, "SENDTICKET {\"title\":\"b\"}");
    }
    first.kill();
    try (Peer watcher = second.connect()) {
      assertThat(watcher.status("WATCH since:" + place + "1")).startsWith("[OK]");
      assertThat(watcher.lineOrLost()).isEqualTo("! 2 #2 [Ana] filed b");
      assertThat(watcher.status("WATCH since:" + place + "3")).startsWith("[ERR] gone: ");
    }
  }
}
