package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much of a desk's rows comes at once, from a real PostgreSQL. */
class CatchUpIT {
  private static final String DATABASE = "catchup";
  private static final int LONG = 100_000;
  private static final int TOO_LONG = 2 * Sql.PAGE_BYTES;

  private final Cluster cluster = Cluster.shared();

  @TempDir Path directory;

  @BeforeEach
  void createDesk() {
    cluster.createDesk(DATABASE, 8192);
  }

  @AfterEach
  void dropDesk() {
    cluster.query("postgres", "DROP DATABASE " + DATABASE + " WITH (FORCE)");
  }

  private void insert(int from, int to, int bytes) {
    cluster.query(
        DATABASE,
        "INSERT INTO ticketd.event (desk, seq, ticket, kind, at, by_key, chain, turn, record)"
            + " SELECT desk, seq, seq, 1, now(), 'ana', 0, gen_random_uuid(),"
            + " convert_to(repeat('x', "
            + bytes
            + "), 'UTF8') FROM ticketd.desk, generate_series("
            + from
            + ", "
            + to
            + ") seq");
  }

  private List<Integer> page(Session on, int from) throws SQLException {
    List<Integer> lengths = new ArrayList<>();
    on.rows(
        from,
        CatchUp.PAGE,
        (seq, record) -> {
          assertThat(seq).isEqualTo(from + lengths.size());
          lengths.add(record.length);
        });
    return lengths;
  }

  /** All of it is in memory: 5,000 long texts would be more than a small node has. */
  @Test
  void shouldComeByBytesWhereTextsAreLong() throws SQLException {
    insert(1, 100, LONG);
    insert(101, 101, TOO_LONG);
    insert(102, 6000, 10);
    Hosts hosts =
        new Hosts(Nodes.settings(Cluster.url(DATABASE, cluster.port()), directory.resolve("node")));
    int desk = Integer.parseInt(cluster.query(DATABASE, "SELECT desk FROM ticketd.desk"));
    try (Session on = Session.over(hosts.primary(), desk)) {
      int fitting = Sql.PAGE_BYTES / LONG + 1;
      assertThat(page(on, 1)).hasSize(fitting).containsOnly(LONG);
      assertThat(page(on, 90)).hasSize(12).endsWith(LONG, TOO_LONG);
      assertThat(page(on, 101)).containsExactly(TOO_LONG);
      assertThat(page(on, 102)).hasSize(CatchUp.PAGE).containsOnly(10);
      assertThat(page(on, 6000)).containsExactly(10);
      assertThat(page(on, 6001)).isEmpty();
    }
  }
}
