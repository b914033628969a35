package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import ticketd.journal.JournalException;

/** A server that does not tell a node what it is, as some managed ones do not. */
class InsightIT {
  private static final AtomicInteger MADE = new AtomicInteger();
  private static final String SYSTEM = "pg_control_system()";
  private static final String TIMELINE = "pg_walfile_name(pg_lsn)";
  private static final String NOTIFY = "pg_notify(text, text)";
  private static final String POSITION = "pg_current_wal_lsn()";

  private final String name = "insight" + MADE.incrementAndGet();
  private final Cluster cluster = Cluster.shared();
  private final List<PgLog> open = new ArrayList<>();

  @TempDir Path directory;

  /** Nothing can be kept from a superuser. */
  @BeforeEach
  void createDeskAndRole() {
    cluster.createDesk(name, 8192);
    cluster.query("postgres", "CREATE ROLE " + name + " LOGIN");
    cluster.query(name, "GRANT USAGE ON SCHEMA ticketd TO " + name);
    cluster.query(name, "GRANT SELECT ON ALL TABLES IN SCHEMA ticketd TO " + name);
    cluster.query(name, "GRANT INSERT ON ticketd.event TO " + name);
    cluster.query(name, "GRANT UPDATE ON ticketd.desk TO " + name);
    cluster.query(name, "GRANT INSERT, UPDATE ON ticketd.node TO " + name);
  }

  @AfterEach
  void close() {
    open.forEach(PgLog::close);
    cluster.query("postgres", "DROP DATABASE " + name + " WITH (FORCE)");
    cluster.query("postgres", "DROP ROLE " + name);
  }

  private void forbid(String... functions) {
    for (String function : functions) {
      cluster.query(name, "REVOKE EXECUTE ON FUNCTION " + function + " FROM PUBLIC");
    }
  }

  private String url() {
    return Cluster.url(name, cluster.port()).replace(Cluster.USER + "@", name + "@");
  }

  private PgLog node(String replica) {
    return node(Nodes.settings(url(), directory.resolve(replica)));
  }

  private PgLog node(DeskSettings settings) {
    PgLog log = Nodes.open(settings);
    open.add(log);
    return log;
  }

  private String desk() {
    return cluster.query(
        name, "SELECT generation || ' ' || timeline || ' ' || system_id FROM ticketd.desk");
  }

  @ParameterizedTest
  @ValueSource(strings = {SYSTEM, TIMELINE, POSITION})
  void shouldBeRefusedWhereNobodySaidWhatAFailoverLoses(String function) {
    forbid(function);
    DeskSettings settings = Nodes.sayingNothingOfFailover(url(), directory.resolve("node"));
    assertThatThrownBy(() -> node(settings))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("may not be called; set failover = lossless or new-generation");
  }

  @ParameterizedTest
  @ValueSource(strings = {SYSTEM, TIMELINE, POSITION})
  void shouldBeServedBesideANodeThatIsTold(String function) {
    forbid(function);
    final String before = desk();
    Filing blind = new Filing(node("blind"));
    PgLog told = node(Nodes.settings(Cluster.url(name, cluster.port()), directory.resolve("told")));
    Filing other = new Filing(told);
    blind.file("a");
    other.file("b", "c");
    blind.seen();
    blind.file("d", "e");
    assertThat(other.seen()).containsExactly("a", "b", "c", "d", "e");
    assertThat(blind.seen()).isEqualTo(other.seen());
    assertThat(desk()).isEqualTo(before);
  }

  private PgLog visit() {
    PgLog log =
        Nodes.open(
            DeskSettings.toVisit(DeskUrl.parse(url()), directory.resolve("visit"), PATIENCE));
    open.add(log);
    return log;
  }

  /** Whoever stores a change and is gone knows nothing that a failover could lose. */
  @Test
  void shouldBeVisitedWhereNobodySaidWhatAFailoverLoses() {
    forbid(SYSTEM, TIMELINE, POSITION);
    Filing visitor = new Filing(visit());
    visitor.file("a");
    assertThat(new Filing(node("node")).seen()).containsExactly("a");
  }

  /** What a promotion has lost the nodes are told, and not who only visits. */
  @Test
  void shouldGetNoGenerationByAVisit() {
    cluster.query("postgres", "ALTER ROLE " + name + " SUPERUSER");
    cluster.query(name, "UPDATE ticketd.desk SET timeline = 0");
    final String before = desk();
    assertThatThrownBy(this::visit).hasMessageContaining("start a node");
    assertThat(desk()).isEqualTo(before);
  }

  /** It has a row in place of a message in the server's log. */
  @Test
  void shouldWriteARowWhereItMaySendNoMessage() {
    cluster.onMessages(name, "REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC");
    Filing blind = new Filing(node("blind"));
    blind.file("a");
    assertThat(blind.seen()).containsExactly("a");
    assertThat(cluster.query(name, "SELECT count(*) FROM ticketd.node")).isEqualTo("1");
  }

  @Test
  void shouldStillFindThatTheDatabaseWasPutBack() {
    forbid(SYSTEM, TIMELINE, POSITION);
    PgLog log = node("node");
    Filing before = new Filing(log);
    before.file("a");
    before.file("b");
    final long generation = log.replica().generation();
    final String server = desk().replaceFirst("\\d+", "");
    cluster.query(name, "DELETE FROM ticketd.event WHERE seq > 1");
    Nodes.assertDiverges(log);
    log.close();
    open.remove(log);

    PgLog again = node("node");
    assertThat(new Filing(again).seen()).containsExactly("a");
    assertThat(again.replica().generation()).isGreaterThan(generation);
    assertThat(desk()).isEqualTo(again.replica().generation() + server);
  }

  /** The desk keeps what it knows of its server. */
  @Test
  void shouldGetANewGenerationByAWordOfTheOwner() {
    final String server = desk().replaceFirst("\\d+", "");
    forbid(SYSTEM, TIMELINE, POSITION);
    long generation = Desks.at(DeskUrl.parse(url()), Optional.empty()).newGeneration();
    assertThat(desk()).isEqualTo(generation + server);
  }

  /**
   * Notifications are a courtesy: nothing rests on them, and what is refused may be allowed again.
   */
  @Test
  void shouldLookForOthersChangesWhereNobodyMayTellOfThem() {
    AtomicInteger reconnects = new AtomicInteger();
    DeskListener counting =
        new DeskListener() {
          @Override
          public void connected(boolean again) {
            reconnects.addAndGet(again ? 1 : 0);
          }
        };
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    Logger logger = (Logger) LoggerFactory.getLogger(Notices.class);
    logger.addAppender(told);
    try {
      PgLog before = Nodes.open(Nodes.settings(url(), directory.resolve("before")), counting);
      open.add(before);
      Filing filing = new Filing(before);
      filing.file("a");
      forbid(NOTIFY);
      filing.file("b");
      assertThat(filing.seen()).containsExactly("a", "b");
      await().until(() -> tells(told, "LISTEN or NOTIFY is refused") == 1);

      PgLog after = Nodes.open(Nodes.settings(url(), directory.resolve("after")), counting);
      open.add(after);
      Filing other = new Filing(after);
      assertThat(other.seen()).containsExactly("a", "b");
      await().until(() -> tells(told, "LISTEN or NOTIFY is refused") == 2);
      final long known = before.replica().committed();
      other.file("c");
      await().until(() -> before.replica().committed() > known);
      assertThat(filing.seen()).containsExactly("a", "b", "c");

      cluster.query(name, "GRANT EXECUTE ON FUNCTION " + NOTIFY + " TO PUBLIC");
      await().until(() -> tells(told, "LISTEN and NOTIFY are not refused any more") == 2);
      assertThat(tells(told, "LISTEN or NOTIFY is refused")).isEqualTo(2);
      assertThat(reconnects).hasValue(0);
    } finally {
      logger.detachAppender(told);
    }
  }

  private long tells(ListAppender<ILoggingEvent> told, String what) {
    return List.copyOf(told.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains("/" + name + ": " + what))
        .count();
  }
}
