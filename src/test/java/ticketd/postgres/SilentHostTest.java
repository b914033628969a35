package ticketd.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static ticketd.testing.Waiting.PATIENCE;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that takes connections and says nothing. */
class SilentHostTest {
  private static final String DRIVERS = "PostgreSQL JDBC driver connection thread";

  @TempDir Path directory;

  private static boolean isLoggingIn() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(DRIVERS));
  }

  /** Each attempt would leave a thread and a socket, and there is one after the other. */
  @Test
  void shouldBeLeftForGood() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Hosts hosts =
          new Hosts(
              Nodes.settings(Cluster.url("any", silent.getLocalPort()), directory.resolve("node")));
      assertThatThrownBy(hosts::primary).isInstanceOf(SQLException.class);
      try (Socket left = silent.accept()) {
        left.setSoTimeout((int) PATIENCE.toMillis());
        // What was asked, and that it ended.
        assertThat(left.getInputStream().readAllBytes()).isNotEmpty();
      }
      await().until(() -> !isLoggingIn());
    }
  }
}
