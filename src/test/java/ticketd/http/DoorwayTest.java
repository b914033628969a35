package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** A connection goes to the one door or the other by its first bytes, for ever. */
class DoorwayTest {
  private static final String HEALTH =
      "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldServeHttpWhoseBytesComeOneByOne() {
    LineClient other = server.connect();
    try (RawHttp peer = new RawHttp(server.address())) {
      for (int i = 0; i < HEALTH.length(); i++) {
        peer.send(HEALTH.substring(i, i + 1));
        // The server has read it when it answers what came after it, for both go the same way.
        assertThat(other.status("PING")).isEqualTo("[OK] PONG");
      }
      assertThat(peer.rest()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("{\"status\":\"up\"}");
    }
  }

  @Test
  void shouldServeHttpInOnePiece() {
    try (RawHttp peer = new RawHttp(server.address())) {
      assertThat(peer.send(HEALTH).rest()).startsWith("HTTP/1.1 200 OK\r\n");
    }
  }
}
