package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import ticketd.journal.JournalException;
import ticketd.testing.Size;

/** A primary is lost and its standby promoted, while nodes append. */
class FailoverIT {
  private static final String DATABASE = "desks";

  /** For a node whose every question is to be answered. */
  private static final Duration PATIENT = Duration.ofSeconds(20);

  @TempDir Path directory;
  private final List<PgLog> nodes = new ArrayList<>();
  private Cluster primary = Cluster.create();
  private Cluster standby = primary;

  @BeforeEach
  void createDesk() {
    primary.createDesk(DATABASE, 1 << 20);
    standby = primary.standby("second");
  }

  @AfterEach
  void close() {
    nodes.forEach(PgLog::close);
    standby.close();
    primary.close();
  }

  private void makeSynchronous() {
    primary.waitForStandby("second");
    await()
        .until(
            () ->
                primary
                    .query("postgres", "SELECT sync_state FROM pg_stat_replication")
                    .equals("sync"));
    // The one that is promoted waits for nobody.
    standby.query("postgres", "SELECT 1");
  }

  private PgLog node(String name, DeskSettings.Failover failover) {
    return node(name, failover, Duration.ofSeconds(2));
  }

  private PgLog node(String name, DeskSettings.Failover failover, Duration lockTimeout) {
    PgLog log =
        Nodes.open(
            Nodes.settings(
                Cluster.url(DATABASE, primary.port(), standby.port()),
                directory.resolve(name),
                failover,
                lockTimeout));
    nodes.add(log);
    return log;
  }

  /** A client's way: it repeats what was not stored, and looks for what was in doubt. */
  private static final class Load {
    private final PgLog log;
    private final Filing filing;
    private final String name;
    private final ConcurrentLinkedQueue<String> acknowledged = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final CompletableFuture<Void> done;

    Load(String name, PgLog log) {
      this.name = name;
      this.log = log;
      this.filing = new Filing(log);
      this.done = CompletableFuture.runAsync(this::run, command -> new Thread(command).start());
    }

    private void run() {
      for (int i = 0; !stop.get(); i++) {
        String title = name + " " + i;
        try {
          filing.file(title);
          acknowledged.add(title);
        } catch (JournalException e) {
          mend();
        }
      }
    }

    private void mend() {
      await()
          .until(
              () -> {
                try {
                  log.reopen();
                  log.awaitCurrent();
                  return true;
                } catch (JournalException e) {
                  return stop.get();
                }
              });
    }
  }

  /** {@code -Dfailovers=} says how often, one after the other; deep, twenty times. */
  @Test
  void shouldLoseAndDoubleNothingWhereASynchronousStandbyIsPromoted() {
    int failovers = Size.of("failovers", 1, 20);
    makeSynchronous();
    try (Proxy first = Proxy.to(primary.port());
        Proxy second = Proxy.to(standby.port())) {
      List<PgLog> three =
          List.of(through(first, second), through(first, second), through(first, second));
      final long generation = three.get(0).replica().generation();
      List<Load> loads = new ArrayList<>();
      for (PgLog node : three) {
        loads.add(new Load("node" + loads.size(), node));
      }
      awaitProgress(loads);
      for (int cycle = 1; cycle <= failovers; cycle++) {
        primary.kill();
        standby.waitForNobody();
        standby.promote();
        awaitProgress(loads);
        assertThat(primaryTimeline()).isEqualTo(String.valueOf(cycle + 1));
        if (cycle < failovers) {
          replacePrimary(cycle % 2 == 0 ? second : first);
        }
      }
      loads.forEach(load -> load.stop.set(true));
      loads.forEach(load -> load.done.join());

      List<String> stored = new Filing(through(first, second)).seen();
      // By sets: a list would be searched once for each of very many.
      Set<String> titles = new HashSet<>(stored);
      assertThat(stored).hasSize(titles.size());
      for (Load load : loads) {
        assertThat(load.acknowledged.stream().filter(title -> !titles.contains(title))).isEmpty();
      }
      assertThat(three).allMatch(node -> node.replica().generation() == generation);
      System.out.println("FailoverIT: " + failovers + " promotions, " + stored.size() + " stored");
    }
  }

  private PgLog through(Proxy first, Proxy second) {
    PgLog log =
        Nodes.open(
            Nodes.settings(
                Cluster.url(DATABASE, first.port(), second.port()),
                directory.resolve("through"),
                DeskSettings.Failover.LOSSLESS,
                Duration.ofSeconds(2)));
    nodes.add(log);
    return log;
  }

  private static void awaitProgress(List<Load> loads) {
    List<Integer> before = loads.stream().map(load -> load.acknowledged.size()).toList();
    for (int i = 0; i < loads.size(); i++) {
      Load load = loads.get(i);
      int known = before.get(i);
      await().until(() -> load.acknowledged.size() > known + 20);
    }
  }

  /** The one promoted gets a standby of its own, which is where the one lost was. */
  private void replacePrimary(Proxy lost) {
    primary.close();
    primary = standby;
    standby = primary.standby("second");
    lost.lead(standby.port());
    makeSynchronous();
  }

  private String primaryTimeline() {
    return standby.query(DATABASE, "SELECT timeline FROM ticketd.desk");
  }

  /** The old primary lives and answers nobody: its nodes leave it for the one promoted. */
  @Test
  void shouldLeaveAPrimaryThatDoesNotAnswerForOneThatWasPromoted() {
    makeSynchronous();
    PgLog one = node("one", DeskSettings.Failover.LOSSLESS);
    Load load = new Load("one", one);
    await().until(() -> load.acknowledged.size() > 20);
    primary.freeze(true);
    try {
      standby.waitForNobody();
      standby.promote();
      int known = load.acknowledged.size();
      await().until(() -> load.acknowledged.size() > known + 20);
      load.stop.set(true);
      load.done.join();
      assertThat(primaryTimeline()).isEqualTo("2");
      assertThat(new Filing(one).seen()).isNotNull();
    } finally {
      load.stop.set(true);
      primary.freeze(false);
    }
  }

  /** It would be waited for once another is gone, and may lack anything until then. */
  @Test
  void shouldNameAStandbyThatIsOnlyPotentiallySynchronous() {
    Cluster third = primary.standby("third");
    try {
      primary.query(
          "postgres", "ALTER SYSTEM SET synchronous_standby_names = 'FIRST 1 (second, third)'");
      primary.query("postgres", "SELECT pg_reload_conf()");
      await()
          .until(
              () ->
                  primary
                      .query(
                          "postgres",
                          "SELECT string_agg(sync_state, ' ' ORDER BY application_name)"
                              + " FROM pg_stat_replication")
                      .equals("sync potential"));
      try (Hosts.Primary asked =
          new Hosts(Nodes.settings(Cluster.url(DATABASE, primary.port()), directory.resolve("no")))
              .primary()) {
        Optional<Standbys.Seen> seen = Session.over(asked, 1).standbys();
        assertThat(seen).isPresent();
        assertThat(seen.get().risk(true)).get().asString().contains("no commit waits for third:");
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    } finally {
      third.close();
    }
  }

  /** What only the dead primary had is served by nobody, and the desk's generation is new. */
  @Test
  void shouldBeginAnewWhereAStandbyThatWasBehindIsPromoted() {
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Standbys.class);
    logger.addAppender(told);
    PgLog one;
    Filing filing;
    try {
      one = node("one", DeskSettings.Failover.NEW_GENERATION, PATIENT);
      filing = new Filing(one);
      filing.file("a");
      String risk = "no commit waits for second: to promote one can lose acknowledged changes";
      await()
          .until(
              () ->
                  List.copyOf(told.list).stream()
                      .anyMatch(it -> it.getFormattedMessage().endsWith(risk)));
    } finally {
      logger.detachAppender(told);
    }
    await().until(() -> standby.query(DATABASE, "SELECT max(seq) FROM ticketd.event").equals("1"));
    standby.stop();
    filing.file("lost");
    final long generation = one.replica().generation();
    primary.kill();
    standby.start();
    standby.promote();
    await()
        .until(
            () -> {
              try {
                one.reopen();
                return false;
              } catch (JournalException e) {
                return e.kind() == JournalException.Kind.DIVERGED;
              }
            });
    one.close();
    nodes.remove(one);
    PgLog again = node("one", DeskSettings.Failover.NEW_GENERATION, PATIENT);
    Filing after = new Filing(again);
    after.file("b");
    assertThat(after.seen()).containsExactly("a", "b");
    assertThat(again.replica().generation()).isGreaterThan(generation);
    assertThat(directory.resolve("one.fork-2")).exists();
  }
}
