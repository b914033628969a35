package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.journal.DeskFile;
import ticketd.journal.JournalException;
import ticketd.journal.JournalListener;

class ErasTest {
  private static final long GENERATION = 1_700_000_000_000L;
  private static final int SALT = 0x5eed;

  @TempDir Path directory;

  /** A session in which nothing is asked. */
  private Session session() throws SQLException {
    Connection none =
        (Connection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Connection.class},
                (self, method, arguments) -> null);
    return Session.over(
        new Hosts.Primary(
            none,
            new DeskUrl.Host("db1", 5432),
            new End.Server(7, 1),
            new Insight(true, true, true, true),
            false),
        1);
  }

  /** Else the copy would keep the old one, and the next process serve watches of it. */
  @Test
  void shouldLearnAGenerationThatTheCopyDidNotTakeAgain() throws SQLException {
    DeskSettings settings = Nodes.settings(Cluster.url("any", 1), directory.resolve("node"));
    Schema.Desk desk = new Schema.Desk(1, GENERATION, 8192, SALT, 1);
    DeskFile file = DeskFile.open(desk.copyIn(settings.replica()), JournalListener.none());
    Eras eras = new Eras(file, settings);
    Eras.Held held = eras.hold();
    End.Server server = new End.Server(7, 1);
    End end = new End(0, SALT, GENERATION + 1, 0, 1, server, server, 10, 0);
    file.close();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> eras.learn(session(), end, held))
          .isInstanceOf(JournalException.class);
      assertThat(eras.isKnown(end, held)).isFalse();
    }
  }
}
