package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.Island;
import ticketd.testing.LineClient;
import ticketd.testing.Scraper;
import ticketd.testing.TestServer;

/**
 * Two nodes and two databases, each on a host of its own, as far as the network goes, that are cut
 * off from one another: nothing arrives, and nobody is told.
 */
class CutOffIT {
  private static final String DATABASE = "desks";
  private static final String LAST = "SELECT max(seq) FROM ticketd.event";
  private static final String AWAY = "[ERR] unavailable: the database cannot be reached; try again";

  @TempDir Path directory;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Island here = keep(Island.create());
  private final Island there = keep(Island.create());
  private final Island.Link between = here.linkFrom(there);
  private final Cluster primary = keep(Cluster.over(here.link()));
  private final Cluster standby = createStandby();

  private <T extends AutoCloseable> T keep(T made) {
    open.addLast(made);
    return made;
  }

  private Cluster createStandby() {
    primary.createDesk(DATABASE, 1 << 20);
    Cluster made = keep(primary.standby("second", there.link(), between));
    primary.waitForStandby("second");
    return made;
  }

  /** The last one first, whatever becomes of it. */
  @AfterEach
  void close() throws Exception {
    if (open.isEmpty()) {
      return;
    }
    AutoCloseable first = open.removeFirst();
    try {
      close();
    } finally {
      first.close();
    }
  }

  /** One whose ways to the databases are its own, and somebody who files there. */
  private final class Node implements AutoCloseable {
    private static final int MANY = 100;
    private static final int FEW = 5;

    final String name;
    final Island.Link toFirst = here.link();
    final Island.Link toSecond = there.link();
    final TestServer server;
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    /** How often the one under way, or the last one, was refused. */
    final AtomicInteger refusals = new AtomicInteger();

    private final Semaphore due = new Semaphore(0);
    private volatile boolean isOver;
    private final CompletableFuture<Void> filing;

    Node(String name) {
      this.name = name;
      String hosts = primary.at(toFirst) + "," + standby.at(toSecond);
      this.server =
          TestDesk.serve(
              Nodes.settings(
                  "postgresql://"
                      + Cluster.USER
                      + "@"
                      + hosts
                      + "/"
                      + DATABASE
                      + "?sslmode=disable",
                  directory.resolve(name),
                  DeskSettings.Failover.LOSSLESS,
                  Duration.ofSeconds(1)));
      LineClient user = server.connect(name);
      this.filing = start(() -> file(user));
    }

    private void file(LineClient user) {
      due.acquireUninterruptibly();
      for (int i = 1; !isOver; i++) {
        String key = name + "-" + i;
        String request = "@" + key + " SENDTICKET {\"title\":\"" + key + "\"}";
        refusals.set(0);
        String answer = user.status(request);
        while (!answer.startsWith("[OK]")) {
          assertThat(answer).matches("\\[ERR] (unavailable|in-doubt): .*");
          refusals.incrementAndGet();
          answer = user.status(request);
        }
        acknowledged.add(key);
        due.acquireUninterruptibly();
      }
    }

    /** More are filed than it is waited for. */
    void fileMany() {
      due.release(MANY);
    }

    void awaitStored() {
      due.release(FEW);
      int known = acknowledged.size();
      await().until(() -> acknowledged.size() >= known + FEW);
    }

    void awaitRefused() {
      due.release();
      await().until(() -> refusals.get() > 1);
    }

    /** What its users see, each of whom asks by himself. */
    List<CompletableFuture<Void>> seenAway() {
      Scraper web = new Scraper(server);
      return List.of(
          start(() -> assertThat(server.connect("ana").status("LIST")).isEqualTo(AWAY)),
          start(() -> assertThat(web.get("/api/v1/tickets").statusCode()).isEqualTo(503)),
          start(() -> assertThat(web.get("/health/ready").statusCode()).isEqualTo(503)),
          start(() -> assertThat(web.get("/health/live").statusCode()).isEqualTo(200)));
    }

    void awaitBack() {
      awaitStored();
      LineClient reader = server.connect("ana");
      await().until(() -> reader.status("LIST limit:1").startsWith("[OK]"));
      await().until(() -> new Scraper(server).get("/health/ready").statusCode() == 200);
    }

    /** All that were to be filed are. */
    void finish() {
      await().until(() -> due.availablePermits() == 0 && due.hasQueuedThreads());
    }

    @Override
    public void close() {
      isOver = true;
      due.release();
      filing.join();
      server.close();
    }
  }

  private static CompletableFuture<Void> start(Runnable work) {
    return CompletableFuture.runAsync(work, command -> new Thread(command).start());
  }

  private static void cut(List<Node> filing, Island.Link... links) {
    filing.forEach(Node::fileMany);
    List.of(links).forEach(Island.Link::down);
  }

  @Test
  void shouldLoseNothingAndGoOnWhoeverIsCutOff() {
    Node fromBoth = keep(new Node("one"));
    Node fromPrimary = keep(new Node("two"));
    Node third = keep(new Node("three"));
    List<Node> nodes = List.of(fromBoth, fromPrimary, third);
    LineClient watcher = fromBoth.server.connect("ana");
    watcher.watch("WATCH since:0");
    nodes.forEach(Node::awaitStored);

    // Nodes are; the others go on.
    cut(nodes, fromBoth.toFirst, fromBoth.toSecond, fromPrimary.toFirst);
    fromBoth.awaitRefused();
    fromPrimary.awaitRefused();
    Stream.of(fromBoth, fromPrimary)
        .flatMap(node -> node.seenAway().stream())
        .toList()
        .forEach(CompletableFuture::join);
    third.awaitBack();
    for (Island.Link link : List.of(fromBoth.toFirst, fromBoth.toSecond, fromPrimary.toFirst)) {
      link.up();
    }
    nodes.forEach(Node::awaitBack);

    // The standby is: what commits waits for it.
    cut(nodes, fromBoth.toSecond, fromPrimary.toSecond, third.toSecond, between);
    nodes.forEach(Node::awaitRefused);
    for (Node node : nodes) {
      node.toSecond.up();
    }
    between.up();
    nodes.forEach(Node::awaitBack);

    // The primary is, lives on, and comes back when it is one no longer.
    cut(nodes, fromBoth.toFirst, fromPrimary.toFirst, third.toFirst, between);
    nodes.forEach(Node::awaitRefused);
    standby.waitForNobody();
    standby.promote();
    nodes.forEach(Node::awaitBack);
    String before = primary.query(DATABASE, LAST);
    for (Node node : nodes) {
      node.toFirst.up();
    }
    nodes.forEach(Node::awaitStored);
    assertThat(primary.query(DATABASE, LAST)).isEqualTo(before);

    nodes.forEach(Node::finish);
    List<String> keys =
        List.of(
            standby
                .query(DATABASE, "SELECT string_agg(req_key, ' ' ORDER BY seq) FROM ticketd.event")
                .split(" "));
    assertThat(keys).doesNotHaveDuplicates();
    for (Node node : nodes) {
      assertThat(keys).containsAll(node.acknowledged);
    }
    // Whoever watches at the one that was cut off is told each once.
    for (String key : keys) {
      assertThat(watcher.event()).contains(key);
    }
  }
}
