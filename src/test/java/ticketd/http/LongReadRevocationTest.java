package ticketd.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.TwoServers;

/**
 * Two servers of one store: a long answer of one is broken off where its right ends at the other.
 */
class LongReadRevocationTest {
  /** A list of them is more than the kernel takes for a peer that reads nothing. */
  private static final int TICKETS = 20_000;

  private static final int AT_ONCE = 1_000;

  @TempDir Path folder;

  @Test
  void shouldBreakOffAnAnswerWhoseReaderIsRevoked() {
    try (TwoServers servers = TwoServers.in(folder)) {
      ClosedDesk desk = servers.desk();
      LineClient jules = desk.connect(servers.one(), "Jules");
      file(jules);
      try (RawHttp ana = new RawHttp(servers.other().address(), 4096)) {
        ana.send(
            "GET /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\n"
                + ("Connection: close\r\nAuthorization: Bearer " + desk.token("Ana"))
                + "\r\n\r\n");
        assertThat(ana.read(12)).isEqualTo("HTTP/1.1 200");
        assertThat(jules.status("USER DISABLE Ana")).startsWith("[OK]");
        assertThatThrownBy(ana::rest).hasCauseInstanceOf(SocketException.class);
      }
    }
  }

  private static void file(LineClient jules) {
    String line = "SENDTICKET {\"title\":\"" + "x".repeat(250) + "\"}\n";
    for (int i = 0; i < TICKETS; i += AT_ONCE) {
      jules.sendRaw(line.repeat(AT_ONCE));
      for (int j = 0; j < AT_ONCE; j++) {
        assertThat(jules.reply()).last().asString().startsWith("[OK]");
      }
    }
  }
}
