package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.journal.JournalException;
import ticketd.journal.Turn;
import ticketd.testing.Ports;
import ticketd.testing.Processes;

/** Nodes behind PgBouncer, where that is installed: it may give each transaction a new process. */
class PoolerIT {
  private static final String NAME = "pooled";

  private final Cluster cluster = Cluster.shared();
  private final int port = Ports.free();
  private final List<PgLog> open = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // set before every test
  private Process pooler;

  @TempDir Path directory;

  /**
   * Before all of it: what ends a test is done behind one that was skipped at its beginning, too.
   */
  @BeforeAll
  static void needPooler() {
    if (!Processes.isInstalled("pgbouncer")) {
      System.err.println("SKIPPED: pgbouncer is not installed: no node is tried behind it");
      Assumptions.abort("no pgbouncer");
    }
  }

  @BeforeEach
  void startPooler() throws IOException {
    cluster.createDesk(NAME, 8192);
    cluster.query("postgres", "CREATE ROLE " + NAME + " LOGIN SUPERUSER");
    Path settings = Files.createTempFile("pgbouncer", ".ini");
    String server = "host=127.0.0.1 port=" + cluster.port() + " dbname=" + NAME + " user=" + NAME;
    Files.writeString(
        settings,
        String.join(
            "\n",
            "[databases]",
            "transaction = " + server + " pool_mode=transaction",
            "session = " + server + " pool_mode=session",
            "statement = " + server + " pool_mode=statement",
            "[pgbouncer]",
            "listen_addr = 127.0.0.1",
            "listen_port = " + port,
            "unix_socket_dir =",
            "auth_type = any",
            ""));
    pooler =
        Cluster.asServersUser("pgbouncer", settings)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().until(this::answers);
    Files.delete(settings);
  }

  private boolean answers() {
    try {
      DriverManager.getConnection(
              "jdbc:postgresql://127.0.0.1:" + port + "/session?user=a&prepareThreshold=0")
          .close();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    open.forEach(PgLog::close);
    pooler.destroyForcibly().waitFor();
    cluster.query("postgres", "DROP DATABASE " + NAME + " WITH (FORCE)");
    cluster.query("postgres", "DROP ROLE " + NAME);
  }

  private PgLog node(String mode, String replica) {
    PgLog log = Nodes.open(Nodes.settings(Cluster.url(mode, port), directory.resolve(replica)));
    open.add(log);
    return log;
  }

  @ParameterizedTest
  @ValueSource(strings = {"transaction", "session"})
  void shouldServeADesk(String mode) {
    Filing one = new Filing(node(mode, "one"));
    PgLog beside = node(mode, "other");
    Filing other = new Filing(beside);
    List<String> all = new ArrayList<>();
    // Often enough for the driver to have prepared each statement on the server.
    for (int i = 0; i < 20; i++) {
      one.file("a" + i, "b" + i);
      other.file("c" + i);
      all.addAll(List.of("a" + i, "b" + i, "c" + i));
    }
    assertThat(one.seen()).containsExactlyInAnyOrderElementsOf(all);
    assertThat(other.seen()).containsExactlyInAnyOrderElementsOf(all);
    // Nobody asks it, and it hears of nobody.
    long before = beside.replica().committed();
    one.file("d");
    await().until(() -> beside.replica().committed() > before);
  }

  /** A pooler's session is the node's for a turn, and so is the head of the queue. */
  @ParameterizedTest
  @ValueSource(strings = {"transaction", "session"})
  void shouldQueueUpForATurn(String mode) {
    Filing one = new Filing(node(mode, "one"));
    Filing other = new Filing(node(mode, "other"));
    try (Turn turn = one.begin("lost")) {
      other.file("a");
      assertThat(turn.append()).isEqualTo(Turn.Outcome.BEHIND);
    }
    try (Turn turn = one.beginAtTheHead(cluster, NAME, "b")) {
      assertThat(turn.append()).isEqualTo(Turn.Outcome.STORED);
      assertThat(cluster.queued(NAME)).isZero();
    }
    assertThat(other.seen()).containsExactly("a", "b");
  }

  /** Of a node that is stopped the pooler goes on to hold the server's process. */
  @ParameterizedTest
  @ValueSource(strings = {"transaction", "session"})
  void shouldLoseItsPlaceToTheServerWhereItStandsStill(String mode) throws SQLException {
    int desk = Integer.parseInt(cluster.query(NAME, "SELECT desk FROM ticketd.desk"));
    DeskSettings settings = Nodes.settings(Cluster.url(mode, port), directory.resolve("none"));
    try (Session stopped = Session.over(new Hosts(settings).firstPrimary(), desk)) {
      stopped.queueUp(1, 1);
      await().until(() -> cluster.queued(NAME) == 0);
      assertThatThrownBy(stopped::end).isInstanceOf(SQLException.class);
    }
  }

  /** There nodes could not queue up for a turn. */
  @Test
  void shouldRefuseAPoolerThatKnowsNoTransactions() {
    assertThatThrownBy(() -> node("statement", "node"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("transaction blocks not allowed in statement pooling mode");
  }

  /** What the node sets for its session may hold for another process. */
  @Test
  void shouldRefuseWhatItsRoleWouldDoToStatements() {
    cluster.query("postgres", "ALTER ROLE " + NAME + " SET statement_timeout = '5s'");
    cluster.query("postgres", "ALTER ROLE " + NAME + " SET synchronous_commit = off");
    cluster.query("postgres", "ALTER ROLE " + NAME + " SET client_min_messages = error");
    assertThatThrownBy(() -> node("transaction", "node"))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("behind a pooler")
        .hasMessageEndingWith(": client_min_messages, statement_timeout, synchronous_commit");
  }
}
