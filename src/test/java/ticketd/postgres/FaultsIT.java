package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import ticketd.journal.JournalException;
import ticketd.journal.StoreCheck;
import ticketd.journal.Turn;
import ticketd.server.metrics.DeskCounts;

/** What becomes of a batch when something happens to it on its way, in a real PostgreSQL. */
class FaultsIT {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String database = "faults" + DATABASES.incrementAndGet();
  private final Cluster cluster = Cluster.shared();
  private final Proxy proxy = Proxy.to(cluster.port());
  private final List<PgLog> open = new ArrayList<>();

  @TempDir Path directory;

  @BeforeEach
  void createDesk() {
    cluster.createDesk(database, 8192);
  }

  @AfterEach
  void close() {
    open.forEach(PgLog::close);
    proxy.close();
    cluster.query("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
  }

  private PgLog node(String name, int port) {
    return node(name, port, Duration.ofSeconds(10));
  }

  private PgLog node(String name, int port, Duration lockTimeout) {
    PgLog log =
        Nodes.open(
            Nodes.settings(
                Cluster.url(database, port),
                directory.resolve(name),
                DeskSettings.Failover.NEW_GENERATION,
                lockTimeout));
    open.add(log);
    return log;
  }

  private String events() {
    return cluster.query(database, "SELECT count(*) FROM ticketd.event WHERE seq > 0");
  }

  @Test
  void shouldSendAgainWhatNeverArrived() {
    Filing filing = new Filing(node("one", proxy.port()));
    filing.file("a");
    proxy.cutBeforeAppend();
    filing.file("b");
    assertThat(filing.seen()).containsExactly("a", "b");
    assertThat(events()).isEqualTo("2");
  }

  /** The answer is lost, and the batch sent again under the same key: it is stored once. */
  @Test
  void shouldStoreOnceWhatArrivedAndWasNotAnswered() {
    Filing filing = new Filing(node("one", proxy.port()));
    filing.file("a");
    proxy.holdAfterAppend();
    CompletableFuture<Void> filed = CompletableFuture.runAsync(() -> filing.file("b"));
    await().until(() -> events().equals("2"));
    proxy.cut();
    proxy.hold(false);
    filed.join();
    filing.file("c");
    assertThat(filing.seen()).containsExactly("a", "b", "c");
    assertThat(events()).isEqualTo("3");
  }

  /** As nothing but a meddler leaves it: a batch is stored as a whole. */
  @Test
  void shouldRefuseADeskOfWhichRowsAreMissing() {
    new Filing(node("one", cluster.port())).file("a", "b");
    cluster.query(database, "DELETE FROM ticketd.event WHERE seq = 2");
    assertThatThrownBy(() -> node("torn", cluster.port()))
        .hasMessageContaining("row 2 of the desk in PostgreSQL, or the rest of its batch");
    cluster.query(database, "DELETE FROM ticketd.event WHERE seq = 1");
    assertThat(new Filing(node("empty", cluster.port())).seen()).isEmpty();
  }

  /** Where nobody reads or changes anything, nobody else would say so. */
  @Test
  void shouldTellOnceThatARunningNodeCannotCopyWhatIsCommitted() {
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(Ear.class);
    Filing filing = new Filing(node("one", cluster.port()));
    filing.file("a", "b");
    told.start();
    logger.addAppender(told);
    try {
      String misses = "row 3 of the desk in PostgreSQL, or the rest of its batch, is missing";
      for (int times = 1; times <= 2; times++) {
        cluster.query(
            database,
            "INSERT INTO ticketd.event (desk, seq, ticket, kind, at, by_key, chain, turn, record)"
                + " SELECT desk, 4, ticket, kind, at, by_key, chain, gen_random_uuid(), record"
                + " FROM ticketd.event WHERE seq = 2");
        int expected = times;
        await().until(() -> told.list.size() >= expected);
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(open.get(0)::awaitCurrent).hasMessageContaining(misses);
        }
        assertThat(List.copyOf(told.list))
            .hasSize(times)
            .last()
            .satisfies(line -> assertThat(line.getFormattedMessage()).contains(misses));
        cluster.query(database, "DELETE FROM ticketd.event WHERE seq = 4");
        await().ignoreExceptions().until(() -> filing.seen().equals(List.of("a", "b")));
      }
    } finally {
      logger.detachAppender(told);
    }
  }

  /** It is no other history: a new generation would end every watch, and mend nothing. */
  @Test
  void shouldRefuseADeskWithADamagedRowAndLeaveItsGeneration() {
    String generation = "SELECT generation FROM ticketd.desk";
    Filing filing = new Filing(node("one", cluster.port()));
    filing.file("a", "b", "c");
    String before = cluster.query(database, generation);
    cluster.query(
        database,
        "UPDATE ticketd.event SET record = set_byte(record, 40, get_byte(record, 40) # 1)"
            + " WHERE seq = 2");
    assertThatThrownBy(() -> node("cold", cluster.port()))
        .hasMessageContaining("row 2 of the desk in PostgreSQL is damaged");
    assertThat(cluster.query(database, generation)).isEqualTo(before);
    assertThat(filing.seen()).containsExactly("a", "b", "c");
  }

  private PgLog counted(String name, Duration lockTimeout, DeskCounts counts) {
    PgLog log =
        Nodes.open(
            Nodes.settings(
                Cluster.url(database, proxy.port()),
                directory.resolve(name),
                DeskSettings.Failover.NEW_GENERATION,
                lockTimeout),
            counts);
    open.add(log);
    return log;
  }

  private static boolean isInDoubt(PgLog log, Filing filing) {
    try {
      filing.file("in doubt");
      return false;
    } catch (JournalException e) {
      if (e.kind() == JournalException.Kind.SYNC_FAILED) {
        return true;
      }
    }
    try {
      log.reopen();
    } catch (JournalException e) {
      assertThat(e.kind()).isEqualTo(JournalException.Kind.UNREACHABLE);
    }
    return false;
  }

  @Test
  void shouldCountWhatItMeets() {
    DeskCounts counts = new DeskCounts();
    PgLog log = counted("patient", PATIENCE, counts);
    counts.of(log::sinceLastWord);
    Filing filing = new Filing(log);
    Filing other = new Filing(node("other", cluster.port()));
    try (Turn mine = filing.begin("mine")) {
      other.file("theirs");
      assertThat(mine.append()).isEqualTo(Turn.Outcome.BEHIND);
    }
    assertThat(counts.figures().orElseThrow().lostTurns()).isEqualTo(1);
    assertThat(counts.figures().orElseThrow().turns()).isEqualTo(1);
    assertThat(counts.figures().orElseThrow().appendMicros()).isPositive();
    filing.seen();
    assertThat(counts.figures().orElseThrow().barrierMicros()).isPositive();
    long reconnects = counts.figures().orElseThrow().reconnects();
    PgLog hurried = counted("hurried", Duration.ofMillis(500), counts);
    Filing hasty = new Filing(hurried);
    proxy.holdAfterAppend();
    // Where the machine stands still it is refused before it is sent, and sent again.
    await().until(() -> isInDoubt(hurried, hasty));
    assertThat(counts.figures().orElseThrow().inDoubt()).isPositive();
    proxy.cut();
    proxy.hold(false);
    await().until(() -> counts.figures().orElseThrow().reconnects() > reconnects);
    await().until(() -> counts.figures().orElseThrow().lagMillis() < 1_000);
  }

  /** Whoever was not first queues up. That his turn is over he need not hear from the database. */
  @Test
  void shouldEndATurnThatQueuedUpWhileTheDatabaseIsSilent() {
    PgLog log = node("one", proxy.port());
    Filing filing = new Filing(log);
    Filing other = new Filing(node("other", cluster.port()));
    try (Turn mine = filing.begin("mine")) {
      other.file("theirs");
      assertThat(mine.append()).isEqualTo(Turn.Outcome.BEHIND);
    }
    Turn turn = filing.beginAtTheHead(cluster, database, "mine");
    proxy.hold(true);
    assertThatCode(turn::close).doesNotThrowAnyException();
    proxy.hold(false);
    await().until(() -> cluster.queued(database) == 0);
    filing.file("mine");
    assertThat(filing.seen()).containsExactly("theirs", "mine");
  }

  /** The others wait a moment, and the server ends its connection: what it decided is old then. */
  @Test
  void shouldHoldNobodyUpThatIsTheHeadOfTheQueueAndCutOff() {
    Filing filing = new Filing(node("one", proxy.port()));
    Filing other = new Filing(node("other", cluster.port()));
    try (Turn mine = filing.begin("mine")) {
      other.file("a");
      assertThat(mine.append()).isEqualTo(Turn.Outcome.BEHIND);
    }
    try (Turn mine = filing.beginAtTheHead(cluster, database, "mine")) {
      proxy.lose();
      other.file("b");
      await().until(() -> cluster.queued(database) == 0);
      assertThat(mine.append()).isEqualTo(Turn.Outcome.BEHIND);
    }
    filing.file("c");
    assertThat(other.seen()).containsExactly("a", "b", "c");
  }

  /**
   * What was sent may still be carried out, so that it is sent again whoever is the head of the
   * queue by then: to give way would be to call it lost too soon.
   */
  @Test
  void shouldSendAgainWhoeverHasTheLock() throws SQLException {
    Filing filing = new Filing(node("one", proxy.port()));
    filing.file("a");
    try (Connection head =
            DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/" + database,
                Cluster.USER,
                "");
        Statement lock = head.createStatement()) {
      lock.execute("SELECT pg_advisory_lock(" + Schema.LOCK_CLASS + ", desk) FROM ticketd.desk");
      proxy.cutBeforeAppend();
      try (Turn turn = filing.begin("b")) {
        assertThat(turn.append()).isEqualTo(Turn.Outcome.STORED);
      }
    }
    assertThat(events()).isEqualTo("2");
  }

  /** Another node stored the very same bytes there: that is its turn, and this one is lost. */
  @Test
  void shouldTellItsOwnTurnFromOneWithTheSameBytes() {
    Filing one = new Filing(node("one", cluster.port()));
    Filing other = new Filing(node("other", cluster.port()));
    try (Turn mine = one.begin("a");
        Turn theirs = other.begin("a")) {
      assertThat(theirs.append()).isEqualTo(Turn.Outcome.STORED);
      assertThat(mine.append()).isEqualTo(Turn.Outcome.BEHIND);
    }
    assertThat(one.seen()).containsExactly("a");
  }

  /** Of the same length, and another: a node that has it is no prefix of the order. */
  @Test
  void shouldAppendNothingBehindAnotherHistory() {
    PgLog log = node("one", cluster.port());
    Filing filing = new Filing(log);
    filing.file("a");
    // As after a database was put back and written to by others: same number, another checksum.
    cluster.query(database, "UPDATE ticketd.event SET chain = chain # 1 WHERE seq = 1");
    Turn turn = filing.begin("b");
    JournalException refusal = catchThrowableOfType(JournalException.class, turn::append);
    assertThat(refusal.kind()).isEqualTo(JournalException.Kind.DIVERGED);
    assertThat(events()).isEqualTo("1");
  }

  @Test
  void shouldGateTheFirstEventToo() {
    PgLog log = node("one", cluster.port());
    cluster.query(database, "UPDATE ticketd.event SET chain = chain # 1 WHERE seq = 0");
    Turn turn = new Filing(log).begin("a");
    assertThatThrownBy(turn::append).isInstanceOf(JournalException.class);
    assertThat(events()).isEqualTo("0");
  }

  @Test
  void shouldReadNothingBesideAnotherHistory() {
    PgLog log = node("one", cluster.port());
    new Filing(log).file("a");
    cluster.query(database, "UPDATE ticketd.event SET chain = chain # 1 WHERE seq = 1");
    JournalException refusal = catchThrowableOfType(JournalException.class, log::awaitCurrent);
    assertThat(refusal.kind()).isEqualTo(JournalException.Kind.DIVERGED);
  }

  /** The lost end is kept, nobody is served it, and whoever has a place in it is told. */
  @Test
  void shouldBeginAnewWhereTheDatabaseWasPutBack() {
    PgLog log = node("one", cluster.port());
    Filing before = new Filing(log);
    before.file("a");
    before.file("b", "c");
    long generation = log.replica().generation();
    cluster.countGenerations(database);
    cluster.query(database, "DELETE FROM ticketd.event WHERE seq > 1");
    Nodes.assertDiverges(log);
    Nodes.assertDiverges(log);
    log.close();
    open.remove(log);

    PgLog again = node("one", cluster.port());
    Filing after = new Filing(again);
    assertThat(after.seen()).containsExactly("a");
    assertThat(again.replica().generation()).isGreaterThan(generation);
    assertThat(directory.resolve("one.fork-3")).exists();
    assertThat(cluster.generations(database)).isEqualTo(1);
    after.file("d");
    assertThat(after.seen()).containsExactly("a", "d");
  }

  /** As where a desk is copied to a file while a node makes its generation that of its server. */
  @Test
  void shouldFindASealThatComesWhileAGenerationBegins() {
    PgLog log = node("one", cluster.port(), Duration.ofMillis(500));
    cluster.query(
        database,
        "CREATE FUNCTION seal() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN NEW.sealed := 1; RETURN NEW; END';"
            + " CREATE TRIGGER seal BEFORE UPDATE ON ticketd.desk FOR EACH ROW"
            + " WHEN (NEW.generation <> OLD.generation) EXECUTE FUNCTION seal()");
    cluster.query(database, "UPDATE ticketd.desk SET system_id = 1");
    await().until(() -> isSealed(log));
  }

  private static boolean isSealed(PgLog log) {
    JournalException refusal = catchThrowableOfType(JournalException.class, log::awaitCurrent);
    return refusal.kind() == JournalException.Kind.NEWER_FORMAT
        && String.valueOf(refusal.getMessage()).contains("sealed by ticketd store copy");
  }

  /** What is copied from rows, PADs and all, is what was written by whoever decided it. */
  @Test
  void shouldHaveTheSameBytesAtEveryNode() throws Exception {
    PgLog one = node("one", cluster.port());
    PgLog other = node("other", cluster.port());
    Filing filing = new Filing(one);
    for (int i = 0; i < 100; i++) {
      filing.file("a ticket whose title takes some room " + i, "and another " + i);
    }
    List<String> seen = new Filing(other).seen();
    assertThat(seen).hasSize(200).isEqualTo(filing.seen());
    long end = one.replica().committed();
    assertThat(end).isGreaterThan(2 * 8192).isEqualTo(other.replica().committed());
    one.close();
    other.close();
    open.clear();
    byte[] first = Files.readAllBytes(directory.resolve("one"));
    byte[] second = Files.readAllBytes(directory.resolve("other"));
    assertThat(java.util.Arrays.mismatch(first, 4096, (int) end, second, 4096, (int) end))
        .isEqualTo(-1);
    assertThat(StoreCheck.run(directory.resolve("one")).ok()).isTrue();
    assertThat(StoreCheck.run(directory.resolve("one")).events()).isEqualTo(200);
  }

  @Test
  void shouldGoOnWithACopyThatIsBehindOrDamaged() throws Exception {
    PgLog one = node("one", cluster.port());
    PgLog other = node("other", cluster.port());
    new Filing(one).file("a");
    new Filing(other).seen();
    other.close();
    open.remove(other);
    new Filing(one).seen();
    Filing filing = new Filing(one);
    filing.seen();
    filing.file("b");
    byte[] bytes = Files.readAllBytes(directory.resolve("other"));
    bytes[4096 + 40] ^= 1;
    Files.write(directory.resolve("other"), bytes);
    assertThat(new Filing(node("other", cluster.port())).seen()).containsExactly("a", "b");
  }

  @Test
  void shouldGiveASecondNodeOfTheHostACopyOfItsOwn() {
    PgLog one = node("same", cluster.port());
    PgLog other = node("same", cluster.port());
    assertThat(one.replica().file()).isEqualTo(directory.resolve("same"));
    assertThat(other.replica().file()).isEqualTo(directory.resolve("same.2"));
  }

  /** A node may die between its commit and its word to the others: they look all the same. */
  @Test
  void shouldFindWhatNobodyTold() {
    PgLog mute =
        Nodes.open(Nodes.deaf(Cluster.url(database, cluster.port()), directory.resolve("a")));
    open.add(mute);
    PgLog other = node("other", cluster.port());
    Filing filing = new Filing(mute);
    // A word that the other gave itself, to see whether it can hear, may bring the first.
    for (String title : List.of("a", "b")) {
      long before = other.replica().committed();
      filing.file(title);
      await().until(() -> other.replica().committed() > before);
    }
  }
}
