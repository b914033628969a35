package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import ticketd.journal.JournalException;
import ticketd.journal.Turn;
import ticketd.testing.Authority;
import ticketd.testing.LineClient;
import ticketd.testing.Scraper;
import ticketd.testing.TestServer;

/** The database is away, or its commits wait for a standby; in a real one of its own. */
class OutageIT {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final String AWAY = "[ERR] unavailable: the database cannot be reached; try again";
  private static final String AWAY_UNSTORED =
      "[ERR] unavailable: the database cannot be reached; nothing was stored, try again";
  private static final String WAITS =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND query LIKE ";

  @SuppressWarnings("NullAway.Init") // set before every test
  private static Cluster cluster;

  private final String database = "outage" + DATABASES.incrementAndGet();
  private final List<PgLog> open = new ArrayList<>();

  @TempDir Path directory;

  @BeforeAll
  static void createCluster() {
    cluster = Cluster.create();
  }

  @AfterAll
  static void closeCluster() {
    cluster.close();
  }

  @BeforeEach
  void createDesk() {
    cluster.createDesk(database, 8192);
  }

  @AfterEach
  void close() {
    cluster.waitForNobody();
    open.forEach(PgLog::close);
  }

  private DeskSettings settings(String node, int port, Duration lockTimeout) {
    return Nodes.settings(
        Cluster.url(database, port),
        directory.resolve(node),
        DeskSettings.Failover.NEW_GENERATION,
        lockTimeout);
  }

  private PgLog node(String name, int port, Duration lockTimeout) {
    PgLog log = Nodes.open(settings(name, port, lockTimeout));
    open.add(log);
    return log;
  }

  private PgLog node(String name) {
    return node(name, cluster.port(), PATIENCE);
  }

  private static <T> CompletableFuture<T> start(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, command -> new Thread(command).start());
  }

  private static boolean waits(String query) {
    return !cluster.query("postgres", WAITS + query).equals("0");
  }

  // A database that was put back

  /** Its log ends before what the nodes have seen of it, and they hold what it lacks. */
  @Test
  void shouldGetOneNewGenerationFromAllNodesThatAreBeyondWhatWasPutBack() {
    Filing filing = new Filing(node("one"));
    filing.file("a");
    cluster.countGenerations(database);
    cluster.backUp();
    close();
    open.clear();
    PgLog one = node("one");
    PgLog other = node("other");
    // Its log is not to get as far again before a node asks.
    cluster.query(database, "SELECT pg_switch_wal()");
    new Filing(one).file("lost");
    other.awaitCurrent();
    final long generation = one.replica().generation();
    cluster.putBack();
    for (PgLog node : List.of(one, other)) {
      await().until(() -> isDiverged(node));
    }
    close();
    open.clear();
    PgLog again = node("one");
    Filing after = new Filing(again);
    assertThat(after.seen()).containsExactly("a");
    assertThat(new Filing(node("other")).seen()).containsExactly("a");
    assertThat(again.replica().generation()).isGreaterThan(generation);
    assertThat(cluster.generations(database)).isEqualTo(1);
  }

  private static boolean isDiverged(PgLog log) {
    try {
      log.awaitCurrent();
      return false;
    } catch (JournalException e) {
      return e.kind() == JournalException.Kind.DIVERGED;
    }
  }

  // A standby that does not confirm

  /** A wait for the standby that is cut short commits, and only warns: that is no confirmation. */
  @Test
  void shouldTakeNoWarningForSuccess() {
    try (Proxy way = Proxy.to(cluster.port())) {
      PgLog log = node("warned", way.port(), Duration.ofSeconds(10));
      Filing filing = new Filing(log);
      filing.file("a");
      // Not before the append is under way, lest what waits and is cut short be a heartbeat.
      way.beforeAppend(() -> cluster.waitForStandby("nobody"));
      CompletableFuture<Boolean> filed =
          start(
              () -> {
                filing.file("b");
                return true;
              });
      await().until(() -> cluster.cancelsWait("query LIKE 'INSERT INTO ticketd.event%'"));
      assertThat(filed)
          .failsWithin(PATIENCE)
          .withThrowableThat()
          .havingCause()
          .isInstanceOfSatisfying(
              JournalException.class,
              e -> assertThat(e.kind()).isEqualTo(JournalException.Kind.SYNC_FAILED));
      cluster.waitForNobody();
      reopen(log);
      assertThat(filing.seen()).containsExactly("a", "b");
    }
  }

  private static void reopen(PgLog log) {
    await()
        .ignoreExceptionsInstanceOf(JournalException.class)
        .until(
            () -> {
              log.reopen();
              return true;
            });
  }

  /** What is not confirmed is shown to nobody, not even by the node that sent it. */
  @Test
  void shouldShowNothingBeforeItIsCommitted() {
    try (Proxy way = Proxy.to(cluster.port())) {
      PgLog log = node("one", way.port(), PATIENCE);
      Filing filing = new Filing(log);
      filing.file("a");
      long committed = log.replica().committed();
      // As above: behind a heartbeat that waits it would not even be sent.
      way.beforeAppend(() -> cluster.waitForStandby("nobody"));
      Turn turn = filing.begin("b");
      CompletableFuture<Turn.Outcome> appended = start(turn::append);
      await().until(() -> waits("'INSERT INTO ticketd.event%'") || appended.isDone());
      assertThat(log.replica().committed()).isEqualTo(committed);
      assertThat(appended).isNotDone();
      cluster.waitForNobody();
      assertThat(appended.join()).isEqualTo(Turn.Outcome.STORED);
      assertThat(log.replica().committed()).isGreaterThan(committed);
      turn.close();
    }
  }

  /** Another node's row may be seen before the standby has it: a repeat rests on it, and waits. */
  @Test
  void shouldNotAnswerARepeatBeforeItsRowIsWhereACommitHasToBe() {
    PgLog log = node("one");
    Filing filing = new Filing(log);
    filing.file("a");
    Turn turn = filing.begin();
    cluster.waitForStandby("nobody");
    CompletableFuture<Turn.Outcome> answered = start(turn::append);
    await().until(() -> waits("'%pg_logical_emit_message%'") || answered.isDone());
    assertThat(answered).isNotDone();
    cluster.waitForNobody();
    assertThat(answered.join()).isEqualTo(Turn.Outcome.STORED);
    turn.close();
  }

  /** Likewise whoever has just connected. */
  @Test
  void shouldServeNothingBeforeWhatItFoundIsWhereACommitHasToBe() {
    new Filing(node("one")).file("a");
    cluster.waitForStandby("nobody");
    CompletableFuture<PgLog> opened =
        start(() -> Nodes.open(settings("late", cluster.port(), PATIENCE)));
    // The other node writes as well each second: of this one there is a connection that does.
    await()
        .until(
            () ->
                cluster.query("postgres", WAITS + "'%pg_logical_emit_message%'").equals("2")
                    || opened.isDone());
    assertThat(opened).isNotDone();
    cluster.waitForNobody();
    open.add(opened.join());
  }

  /** Where no message can be put into the log, a row waits as well. */
  @Test
  void shouldWaitForTheStandbyByARowWhereTheServerKnowsNoMessages() {
    cluster.onMessages(database, "ALTER FUNCTION %s RENAME TO gone");
    cluster.waitForStandby("nobody");
    CompletableFuture<PgLog> opened =
        start(() -> Nodes.open(settings("late", cluster.port(), PATIENCE)));
    await().until(() -> waits("'INSERT INTO ticketd.node%'") || opened.isDone());
    assertThat(opened).isNotDone();
    cluster.waitForNobody();
    open.add(opened.join());
  }

  // A database that is away

  @Test
  void shouldSayThatTheDatabaseIsAwayAndGoOnWhenItIsBack() {
    Filing patient = new Filing(node("patient"));
    PgLog log = node("away", cluster.port(), Duration.ofMillis(500));
    Filing filing = new Filing(log);
    patient.file("a");
    assertThat(filing.seen()).containsExactly("a");
    cluster.stop();
    try {
      assertThat(catchThrowableOfType(JournalException.class, log::awaitCurrent).kind())
          .isEqualTo(JournalException.Kind.UNREACHABLE);
      assertThatThrownBy(() -> filing.file("lost")).isInstanceOf(JournalException.class);
    } finally {
      cluster.start();
    }
    reopen(log);
    patient.file("b");
    await()
        .ignoreExceptionsInstanceOf(JournalException.class)
        .until(() -> filing.seen().contains("b"));
    await()
        .ignoreExceptionsInstanceOf(JournalException.class)
        .until(
            () -> {
              log.reopen();
              filing.file("c");
              return true;
            });
    assertThat(filing.seen()).startsWith("a").contains("b", "c");
  }

  /**
   * A way was cut, and neither side told: to send again may take minutes, and is not waited for.
   */
  @Test
  void shouldLeaveAConnectionThatWasCutInSilence() {
    try (Proxy way = Proxy.to(cluster.port())) {
      PgLog log = node("cut", way.port(), PATIENCE);
      Filing filing = new Filing(log);
      filing.file("a");
      way.lose();
      filing.file("b");
      assertThat(filing.seen()).containsExactly("a", "b");
    }
  }

  /** A server that waits itself is not left: there it would wait on, for each connection once. */
  @Test
  void shouldNotLeaveAConnectionWhoseCommitWaitsForTheStandby() {
    try (Proxy way = Proxy.to(cluster.port())) {
      PgLog log = node("waits", way.port(), PATIENCE);
      Filing filing = new Filing(log);
      filing.file("a");
      way.beforeAppend(() -> cluster.waitForStandby("nobody"));
      CompletableFuture<Boolean> filed =
          start(
              () -> {
                filing.file("b");
                return true;
              });
      await().until(() -> waits("'INSERT INTO ticketd.event%'"));
      // It looks whether there is another primary, by a connection of its own each time.
      int before = way.led();
      await().until(() -> way.led() >= before + 3);
      assertThat(cluster.query("postgres", WAITS + "'%'")).isEqualTo("1");
      cluster.waitForNobody();
      assertThat(filed).succeedsWithin(PATIENCE).isEqualTo(true);
    }
  }

  /** Whichever connection a read's question goes over: here its own was there before the other. */
  @Test
  void shouldNotWaitForAnAnswerForEver() {
    try (Proxy way = Proxy.to(cluster.port())) {
      PgLog log = node("one", way.port(), PATIENCE);
      cluster.stop();
      try {
        await().until(() -> isAway(log::reopen));
      } finally {
        cluster.start();
      }
      await().until(() -> !isAway(log::awaitCurrent));
      way.hold(true);
      CompletableFuture<Boolean> asked = start(() -> isAway(log::awaitCurrent));
      assertThat(asked).succeedsWithin(PATIENCE).isEqualTo(true);
      way.hold(false);
    }
  }

  private static boolean isAway(Runnable question) {
    try {
      question.run();
      return false;
    } catch (JournalException e) {
      assertThat(e.kind()).isEqualTo(JournalException.Kind.UNREACHABLE);
      return true;
    }
  }

  /** Nobody asks it anything, so it is its own look that says so; once, however long it lasts. */
  @Test
  void shouldTellOnceThatTheDatabaseIsAwayAndOnceThatItIsBack() {
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Ear.class);
    PgLog log = node("quiet");
    log.awaitCurrent();
    told.start();
    logger.addAppender(told);
    try {
      cluster.stop();
      await().until(() -> !messages(told).isEmpty());
      assertThat(messages(told).get(0)).contains("/" + database + " does not answer: ");
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(log::awaitCurrent).isInstanceOf(JournalException.class);
      }
      cluster.start();
      await().until(() -> messages(told).size() > 1);
      assertThat(messages(told).get(1)).endsWith("/" + database + " answers again");
    } finally {
      logger.detachAppender(told);
    }
  }

  private static List<String> messages(ListAppender<ILoggingEvent> told) {
    return List.copyOf(told.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** The password is what the file says when a connection is made. */
  @Test
  void shouldTakeANewPasswordWithoutARestart() throws IOException {
    String role = database;
    cluster.query("postgres", "CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD 'old'");
    cluster.askForPassword(role);
    Path file = directory.resolve("password");
    Files.writeString(file, "old\n");
    String url = Cluster.url(database, cluster.port()).replace(Cluster.USER + "@", role + "@");
    PgLog log = Nodes.open(Nodes.withPassword(url, directory.resolve("node"), file));
    open.add(log);
    Filing filing = new Filing(log);
    filing.file("a");
    cluster.query("postgres", "ALTER ROLE " + role + " PASSWORD 'new'");
    cluster.query(
        "postgres",
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '" + role + "'");
    await().until(() -> refusal(log).contains("password authentication failed"));
    Files.writeString(file, "new\n");
    reopen(log);
    filing.file("b");
    assertThat(filing.seen()).containsExactly("a", "b");
  }

  /** So is whom it trusts: a server's certificate, and its authority, may be others by then. */
  @Test
  void shouldTakeANewCertificateAndItsAuthorityWithoutARestart() throws IOException {
    try {
      changeCertificates();
    } finally {
      // What passes a proxy is looked into by other tests.
      cluster.certifyNothing();
    }
  }

  private void changeCertificates() throws IOException {
    Authority once = Authority.create("once");
    Authority now = Authority.create("now");
    cluster.certify(once);
    Path root = once.writeCertificate(directory.resolve("root.pem"));
    PgLog log =
        Nodes.open(
            Nodes.trusting(Cluster.url(database, cluster.port()), directory.resolve("node"), root));
    open.add(log);
    Filing filing = new Filing(log);
    filing.file("a");
    cluster.certify(once);
    endConnections();
    reopen(log);
    filing.file("renewed");
    cluster.certify(now);
    endConnections();
    await().until(() -> refusal(log).contains("certification path"));
    now.writeCertificate(root);
    reopen(log);
    filing.file("by another");
    // Both, while they change.
    Files.writeString(
        root,
        Files.readString(once.writeCertificate(directory.resolve("once.pem")))
            + Files.readString(now.writeCertificate(directory.resolve("now.pem"))));
    cluster.certify(once);
    endConnections();
    reopen(log);
    filing.file("b");
    assertThat(filing.seen()).containsExactly("a", "renewed", "by another", "b");
  }

  private void endConnections() {
    cluster.query(
        "postgres",
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '"
            + database
            + "'");
  }

  private static String refusal(PgLog log) {
    try {
      log.awaitCurrent();
      return "";
    } catch (JournalException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private DeskSettings readingAtTheNode(String name, Duration maxLag) {
    return Nodes.readingAtTheNode(
        Cluster.url(database, cluster.port()),
        directory.resolve(name),
        maxLag,
        Duration.ofSeconds(1));
  }

  @Test
  void shouldReadOnAtANodeThatMayBeBehindAndRefuseChanges() {
    try (TestServer behind = TestDesk.serve(readingAtTheNode("behind", Duration.ofMinutes(10)));
        TestServer current =
            TestDesk.serve(settings("current", cluster.port(), Duration.ofSeconds(1)))) {
      LineClient reader = behind.connect("ana");
      LineClient writer = current.connect("bo");
      await().until(() -> writer.status("@a SENDTICKET {\"title\":\"a\"}").startsWith("[OK]"));
      // Its own look brings it: it asks nobody.
      await().until(() -> reader.status("LIST").equals("[OK] 1 ticket"));
      cluster.stop();
      try {
        await().until(() -> writer.status("LIST").equals(AWAY));
        HttpResponse<String> overHttp = new Scraper(current).get("/api/v1/tickets");
        assertThat(overHttp.statusCode()).isEqualTo(503);
        assertThat(overHttp.body()).contains("\"the database cannot be reached; try again\"");
        assertThat(reader.status("LIST")).isEqualTo("[OK] 1 ticket");
        // Before the loss of the connection was noticed it is in doubt what became of a change.
        await().until(() -> reader.status("@b SENDTICKET {\"title\":\"b\"}").equals(AWAY_UNSTORED));
        assertThat(reader.status("LIST")).isEqualTo("[OK] 1 ticket");
      } finally {
        cluster.start();
      }
      await().until(() -> reader.status("@c SENDTICKET {\"title\":\"c\"}").startsWith("[OK]"));
      // Of what was in doubt it is either there or not.
      await().until(() -> writer.status("LIST c").equals("[OK] 1 ticket"));
    }
  }

  /** Not for ever: for so long as the setting says, and in a closed desk for no more than 5 s. */
  @Test
  void shouldTakeANodeForCurrentForALimitedTime() {
    try (PgLog brief = Nodes.open(readingAtTheNode("brief", Duration.ofSeconds(1)));
        PgLog lasting = Nodes.open(readingAtTheNode("lasting", Duration.ofMinutes(10)));
        PgLog closed = Nodes.open(readingAtTheNode("closed", Duration.ofMinutes(10)))) {
      closed.hurryWhile(() -> true);
      cluster.stop();
      try {
        await().until(() -> !closed.isCurrent() && !brief.isCurrent());
        assertThat(closed.sinceLastWord()).isGreaterThanOrEqualTo(Duration.ofSeconds(5));
        assertThat(lasting.isCurrent()).isTrue();
      } finally {
        cluster.start();
      }
      await().until(() -> brief.isCurrent() && closed.isCurrent());
    }
  }
}
