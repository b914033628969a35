package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.Turn;

/** A node that came second twice, and so waits at the head of the queue, in a real PostgreSQL. */
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
  void comeSecondTwice() {
    cluster.createDesk(database, 8192);
    one = node("one");
    other = node("other");
    for (String title : List.of("a", "b")) {
      try (Turn turn = one.begin("lost")) {
        other.file(title);
        assertThat(turn.append()).isEqualTo(Turn.Outcome.BEHIND);
      }
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
}
