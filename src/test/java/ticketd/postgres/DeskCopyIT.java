package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static ticketd.testing.Waiting.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.Journal;
import ticketd.journal.JournalException;
import ticketd.journal.JournalSettings;
import ticketd.journal.StoreCheck;
import ticketd.journal.StoredEvent;
import ticketd.journal.StoredRecord;
import ticketd.journal.SyncMode;

/** A desk on its way from a file into PostgreSQL and back, in a real one. */
class DeskCopyIT {
  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final int CHUNK_BYTES = 8192;
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

  private final String database = "copies" + DATABASES.incrementAndGet();
  private final Cluster cluster = Cluster.shared();
  private final List<PgLog> open = new ArrayList<>();

  @TempDir Path directory;

  @BeforeEach
  void createDesk() {
    cluster.createDesk(database, CHUNK_BYTES);
  }

  @AfterEach
  void close() {
    open.forEach(PgLog::close);
    cluster.query("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
  }

  private String url(String desk) {
    return Cluster.url(database, cluster.port()) + "?desk=" + desk;
  }

  private PgLog node(String name, String desk) {
    PgLog log = Nodes.open(Nodes.settings(url(desk), directory.resolve(name)));
    open.add(log);
    return log;
  }

  private Desks desk(String name) {
    return Desks.at(DeskUrl.parse(url(name)), Optional.empty());
  }

  private static List<String> titles(Path file) {
    List<String> titles = new ArrayList<>();
    try (Journal journal =
        Journal.open(new JournalSettings(file, SyncMode.OS, LOCK_TIMEOUT, CHUNK_BYTES))) {
      journal.catchUp(
          (batch, end) -> {
            for (StoredRecord record : batch) {
              titles.add(journal.reader().title((StoredEvent) record));
            }
          });
    }
    return titles;
  }

  private static void assertSameRecords(Path one, Path other) throws Exception {
    int end = (int) StoreCheck.run(one).bytes();
    assertThat((int) StoreCheck.run(other).bytes()).isEqualTo(end);
    assertThat(
            Arrays.mismatch(
                Files.readAllBytes(one), 4096, end, Files.readAllBytes(other), 4096, end))
        .isEqualTo(-1);
    assertThat(StoreCheck.run(other).generation()).isEqualTo(StoreCheck.run(one).generation());
  }

  /** Over several chunks, so that what lies between the records is derived and is the same. */
  @Test
  void shouldHaveTheSameRecordsInAFileInTheDeskAndInAFileAgain() throws Exception {
    PgLog node = node("node", "main");
    Filing filing = new Filing(node);
    List<String> filed = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      filed.add("a ticket whose title takes some room " + i);
      filed.add("another " + i);
      filing.file(filed.get(2 * i), filed.get(2 * i + 1));
    }
    Path first = directory.resolve("first");
    Desks.Copied out = desk("main").copyTo(first);
    assertThat(out.events()).isEqualTo(200);
    assertThat(out.generation()).isEqualTo(node.replica().generation());
    node.close();
    open.clear();
    assertThat(StoreCheck.run(first).bytes()).isGreaterThan(2 * CHUNK_BYTES);
    assertSameRecords(directory.resolve("node"), first);

    Desks.Copied in = desk("second").copyFrom(first, Optional.empty());
    assertThat(in).isEqualTo(new Desks.Copied("second", 200, out.generation()));
    assertThat(new Filing(node("again", "second")).seen()).isEqualTo(filed);
    Path second = directory.resolve("second");
    desk("second").copyTo(second);
    assertSameRecords(first, second);
    assertThat(titles(second)).isEqualTo(filed);
  }

  @Test
  void shouldCopyADeskInWhichNothingIs() {
    Path file = directory.resolve("file");
    assertThat(desk("main").copyTo(file).events()).isZero();
    assertThat(desk("other").copyFrom(file, Optional.empty()).events()).isZero();
    assertThat(new Filing(node("node", "other")).seen()).isEmpty();
  }

  @Test
  void shouldSealTheFileAndRefuseToServeIt() throws Exception {
    Path file = directory.resolve("file");
    new Filing(node("node", "main")).file("a");
    desk("main").copyTo(file);
    desk("other").copyFrom(file, Optional.empty());
    assertThatThrownBy(() -> titles(file))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("sealed: all of it was copied to desk");
    assertThat(StoreCheck.run(file).ok()).isTrue();
    assertThatThrownBy(() -> desk("third").copyFrom(file, Optional.empty()))
        .hasMessageContaining("sealed");
  }

  /** What had been cut short between the commit and the seal. */
  @Test
  void shouldGoOnWithACopyThatLacksTheSeal() throws Exception {
    Path file = directory.resolve("file");
    new Filing(node("node", "main")).file("a");
    desk("main").copyTo(file);
    byte[] unsealed = Files.readAllBytes(file);
    desk("other").copyFrom(file, Optional.empty());
    Files.write(file, unsealed);
    assertThat(desk("other").copyFrom(file, Optional.empty()).events()).isEqualTo(1);
    assertThatThrownBy(() -> titles(file)).hasMessageContaining("sealed");
  }

  @Test
  void shouldRefuseADeskInWhichSomethingElseIsAndAFileThatIsThere() throws Exception {
    Path file = directory.resolve("file");
    new Filing(node("node", "main")).file("a");
    desk("main").copyTo(file);
    desk("other").create(Optional.empty());
    new Filing(node("other", "other")).file("b");
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> desk("other").copyFrom(file, Optional.empty()))
        .hasMessageContaining("is not what is in the file");
    assertThat(titles(file)).containsExactly("a");
    assertThatThrownBy(() -> desk("other").copyTo(file)).hasMessageContaining("exists already");
    assertThat(Files.readAllBytes(file)).hasSameSizeAs(before);
    assertThat(new Filing(node("again", "other")).seen()).containsExactly("b");
  }

  @Test
  void shouldRefuseAFileThatSomebodyHasOpen() {
    Path file = directory.resolve("file");
    desk("main").copyTo(file);
    try (Journal journal =
        Journal.open(new JournalSettings(file, SyncMode.OS, LOCK_TIMEOUT, CHUNK_BYTES))) {
      assertThatThrownBy(() -> desk("other").copyFrom(file, Optional.empty()))
          .isInstanceOf(JournalException.class);
      assertThat(journal.committed()).isPositive();
    }
    assertThat(desk("other").copyFrom(file, Optional.empty()).events()).isZero();
  }

  /** Whoever knows the desk learns that it is over, and what is sent then is not stored. */
  @Test
  void shouldEndTheNodesOfADeskThatIsSealed() {
    PgLog log = node("node", "main");
    Filing filing = new Filing(log);
    filing.file("a");
    CompletableFuture<JournalException> over = new CompletableFuture<>();
    log.whenOver(over::complete);
    Path file = directory.resolve("file");
    desk("main").copyTo(file);
    // With nobody asking it anything.
    assertThat(over.orTimeout(60, TimeUnit.SECONDS).join().kind())
        .isEqualTo(JournalException.Kind.NEWER_FORMAT);
    assertThat(catchThrowableOfType(JournalException.class, log::awaitCurrent))
        .hasMessageContaining("sealed by ticketd store copy");
    assertThat(catchThrowableOfType(JournalException.class, () -> filing.file("b")).kind())
        .isEqualTo(JournalException.Kind.NEWER_FORMAT);
    assertThatThrownBy(() -> node("late", "main")).hasMessageContaining("sealed");
    assertThat(titles(file)).containsExactly("a");
  }

  @Test
  void shouldNotSealAFileWhoseDeskNobodyCouldServe() {
    Path file = directory.resolve("file");
    new Filing(node("node", "main")).file("a");
    desk("main").copyTo(file);
    assertThatThrownBy(() -> desk("other").copyFrom(file, Optional.of("nobody")))
        .hasMessageContaining("\"nobody\" does not exist");
    assertThat(titles(file)).containsExactly("a");
    desk("other").copyFrom(file, Optional.of(Cluster.USER));
    assertThatThrownBy(() -> titles(file)).hasMessageContaining("sealed");
  }

  @Test
  void shouldGoOnServingADeskOfWhichNoFileCanBeMade() throws Exception {
    Filing filing = new Filing(node("node", "main"));
    filing.file("a");
    Path inTheWay = Files.createFile(directory.resolve("no-directory"));
    assertThatThrownBy(() -> desk("main").copyTo(inTheWay.resolve("file")))
        .hasMessageContaining("is not a directory");
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
    assertThatThrownBy(() -> desk("main").copyTo(link)).hasMessageContaining("exists already");
    filing.file("b");
    Path file = directory.resolve("file");
    desk("main").copyTo(file);
    assertThat(titles(file)).containsExactly("a", "b");
  }

  /** As where the desk went on behind a copy that was cut short, and its database was put back. */
  @Test
  void shouldGiveWhatWasCopiedBeforeTheGenerationOfTheDesk() throws Exception {
    PgLog node = node("node", "main");
    Filing filing = new Filing(node);
    filing.file("a");
    node.close();
    open.clear();
    Files.copy(directory.resolve("node"), directory.resolve("file.copying"));
    long generation = desk("main").newGeneration();
    assertThat(desk("main").copyTo(directory.resolve("file")).generation()).isEqualTo(generation);
    assertThat(StoreCheck.run(directory.resolve("file")).generation()).isEqualTo(generation);
  }

  /**
   * An append has begun, and waits, when the desk is sealed: what a flag would let through behind
   * the copy is either in the file or was refused.
   */
  @Test
  void shouldLoseNoAppendThatIsOnItsWayWhileTheDeskIsSealed() throws Exception {
    Filing filing = new Filing(node("node", "main"));
    filing.file("a");
    Path file = directory.resolve("file");
    CompletableFuture<Void> appended;
    CompletableFuture<Desks.Copied> copied;
    try (Connection first = cluster.connect(database);
        Statement statement = first.createStatement()) {
      first.setAutoCommit(false);
      statement.execute(
          "INSERT INTO ticketd.event SELECT desk, seq + 1, 0, 0, now(), '', NULL, 0,"
              + " gen_random_uuid(), '' FROM ticketd.event WHERE seq = 1");
      appended = start(() -> filing.file("b"));
      await().until(() -> waiting() == 1);
      copied =
          CompletableFuture.supplyAsync(
              () -> desk("main").copyTo(file), command -> new Thread(command).start());
      await().until(() -> copied.isDone() || waiting() == 2);
      first.rollback();
    }
    copied.join();
    String outcome = appended.handle((done, failure) -> outcome(failure)).join();
    List<String> titles = titles(file);
    if (outcome.equals("STORED")) {
      assertThat(titles).containsExactly("a", "b");
    } else if (!outcome.equals("SYNC_FAILED")) {
      assertThat(titles).as(outcome).containsExactly("a");
    }
  }

  private static String outcome(@Nullable Throwable failure) {
    if (failure == null) {
      return "STORED";
    }
    assertThat(failure).hasCauseInstanceOf(JournalException.class);
    return String.valueOf(
        failure.getCause() instanceof JournalException cause ? cause.kind() : failure);
  }

  private static CompletableFuture<Void> start(Runnable work) {
    return CompletableFuture.runAsync(work, command -> new Thread(command).start());
  }

  private int waiting() {
    return Integer.parseInt(
        cluster.query(
            database,
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock' AND query LIKE '%INTO ticketd.event%'"));
  }
}
