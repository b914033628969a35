package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.command.Commanded.Ran;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** What the shell's completion asks a server for. */
class CompletionCommandTest {
  @TempDir Path folder;

  /** As often as a busy machine needs to answer in time. */
  private static void assertOffers(Commanded who, String what, String... values) {
    await()
        .untilAsserted(
            () -> {
              Ran ran = who.run("completion", what);
              assertThat(ran.errors()).isEmpty();
              assertThat(ran.status()).isZero();
              assertThat(ran.output()).containsExactly(values);
            });
  }

  @Test
  void shouldPrintWhatTheServerKnows() {
    try (TestServer server = TestServer.start(folder);
        LineClient ana = server.connect("Ana Maria")) {
      ana.status("SENDTICKET {\"title\":\"a\",\"tags\":[\"web\",\"infra\"],\"assignee\":\"bob\"}");
      ana.status("SENDTICKET {\"title\":\"b\",\"tags\":[\"web\"]}");
      ana.status("SENDTICKET {\"title\":\"c\"}");
      ana.status("CLOSE 2");
      ana.status("SAVE mine assignee:me");
      Commanded zoe = new Commanded(server);

      assertOffers(zoe, "tickets", "2", "3", "1");
      assertOffers(zoe, "open-tickets", "3", "1");
      assertOffers(zoe, "closed-tickets", "2");
      assertOffers(zoe, "people", "Ana Maria", "bob");
      assertOffers(zoe, "tags", "infra", "web");
      assertOffers(zoe, "saved", "mine");
    }
  }

  @Test
  void shouldSayNothingWhereNobodyAnswersInTimeOrAtAll() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertNothing(new Commanded("127.0.0.1:" + silent.getLocalPort()));
    }
    assertNothing(new Commanded("127.0.0.1:1"));
    assertNothing(new Commanded("127.0.0.1:1").with("TICKETD_TOKEN", "none"));
    assertNothing(new Commanded("tls://127.0.0.1:1").with("TICKETD_CA", folder + "/none.pem"));
    assertNothing(new Commanded("a:1,b:2"));
  }

  private static void assertNothing(Commanded who) {
    Ran ran = who.run("completion", "people");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.output()).isEqualTo(List.of());
    assertThat(ran.errors()).isEqualTo(List.of());
  }
}
