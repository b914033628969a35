package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tables' owner does, in a database that is not as it should be. */
class DesksIT {
  private static final String DATABASE = "desks_of_an_owner";

  private final Cluster cluster = Cluster.shared();

  @TempDir Path directory;

  @AfterEach
  void drop() {
    cluster.query("postgres", "DROP DATABASE " + DATABASE + " WITH (FORCE)");
  }

  private Desks desk(String name) {
    return Desks.at(DeskUrl.parse(url(name)), Optional.empty());
  }

  private String url(String desk) {
    return Cluster.url(DATABASE, cluster.port()) + "?desk=" + desk;
  }

  /** One whose name cannot be stored there would have the changes of others refused with his. */
  @Test
  void shouldRefuseADatabaseThatLacksLetters() {
    cluster.query(
        "postgres", "CREATE DATABASE " + DATABASE + " TEMPLATE template0 ENCODING 'LATIN1'");
    assertThatThrownBy(() -> desk("a").create(Optional.empty()))
        .hasMessageContaining("encoding is LATIN1");
    assertThatThrownBy(() -> Nodes.open(Nodes.settings(url("a"), directory.resolve("node"))))
        .hasMessageContaining("encoding is LATIN1");
  }

  /** As after a DELETE of the desk's row alone. */
  @Test
  void shouldGiveADeskTheNumberOfNoneWhoseEventsAreThere() {
    cluster.createDesk(DATABASE, Schema.CHUNK_BYTES);
    cluster.query(DATABASE, "DELETE FROM ticketd.desk");
    desk("new").create(Optional.empty());
    assertThat(cluster.query(DATABASE, "SELECT desk FROM ticketd.desk")).isEqualTo("2");
    try (PgLog node = Nodes.open(Nodes.settings(url("new"), directory.resolve("node")))) {
      Filing filing = new Filing(node);
      filing.file("a");
      assertThat(filing.seen()).containsExactly("a");
    }
  }
}
