package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.Turn;

/** A node that came second, and so queues up for its next turns, in a real PostgreSQL. */
class QueueIT {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String database = "queue" + DATABASES.incrementAndGet();
  private final Cluster cluster = Cluster.shared();
  private final List<PgLog> open = new ArrayList<>();

  @TempDir Path directory;

  @SuppressWarnings("NullAway.Init") // set before every test
  private Filing one;

  @SuppressWarnings("NullAway.Init") // set before every test
  private Filing other;

  @BeforeEach
  void comeSecond() {
    cluster.createDesk(database, 8192);
    one = node("one");
    other = node("other");
    try (Turn turn = one.begin("lost")) {
      other.file("a");
      assertThat(turn.append()).isEqualTo(Turn.Outcome.BEHIND);
    }
  }

  @AfterEach
  void close() {
    open.forEach(PgLog::close);
    cluster.query("postgres", "DROP DATABASE " + database + " WITH (FORCE)");
  }

  private Filing node(String name) {
    PgLog log =
        Nodes.open(Nodes.settings(Cluster.url(database, cluster.port()), directory.resolve(name)));
    open.add(log);
    return new Filing(log);
  }

  private String generation() {
    return cluster.query(database, "SELECT generation FROM ticketd.desk");
  }

  /** What it finds out about the server there holds, though the turn comes to nothing. */
  @Test
  void shouldBeginAGenerationWhateverBecomesOfTheTurn() {
    String before = generation();
    cluster.query(database, "UPDATE ticketd.desk SET system_id = system_id + 1");
    Turn turn = one.begin("c");
    try {
      assertThat(generation()).isNotEqualTo(before);
    } finally {
      turn.close();
    }
  }

  /** Its turns are over for others when they are, and not when the server ends its connection. */
  @Test
  void shouldLeaveTheQueueWhereItHasNoFurtherTurn() {
    String before = head();
    for (int i = 0; i < 10; i++) {
      other.file("theirs");
      one.file("mine");
      await().until(() -> cluster.queued(database) == 0);
    }
    assertThat(head()).isEqualTo(before);
  }

  /** Which process of the server is the head of the queue for the node. */
  private String head() {
    Turn turn = one.beginAtTheHead(cluster, database, "left");
    try {
      return cluster.query(
          database, "SELECT string_agg(pid::text, ',') FROM pg_locks WHERE locktype = 'advisory'");
    } finally {
      turn.close();
      await().until(() -> cluster.queued(database) == 0);
    }
  }

  /** Of a node that is stopped nobody else learns that it is the head. */
  @Test
  void shouldLoseItsPlaceToTheServerWhereItStandsStill() throws SQLException {
    int desk = Integer.parseInt(cluster.query(database, "SELECT desk FROM ticketd.desk"));
    DeskSettings settings =
        Nodes.settings(Cluster.url(database, cluster.port()), directory.resolve("none"));
    try (Session stopped = Session.over(new Hosts(settings).firstPrimary(), desk)) {
      stopped.queueUp(1, 1);
      await().until(() -> cluster.queued(database) == 0);
      assertThatThrownBy(stopped::end)
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P05"));
    }
  }

  /** Who decides at the head of the queue does not do so in vain. */
  @Test
  void shouldBeGivenWayToAtTheHead() {
    // Once at least: where the machine stands still the server ends the stay.
    await().until(this::isGivenWayTo);
    other.file("theirs");
    assertThat(other.seen()).startsWith("a").endsWith("mine", "theirs");
  }

  private boolean isGivenWayTo() {
    try (Turn mine = one.begin("mine");
        Turn theirs = other.begin("theirs")) {
      return theirs.append() == Turn.Outcome.BEHIND && mine.append() == Turn.Outcome.STORED;
    }
  }
}
