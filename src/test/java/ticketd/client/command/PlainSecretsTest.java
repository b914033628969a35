package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ScriptedServer;
import ticketd.client.command.Commanded.Ran;
import ticketd.credential.Token;
import ticketd.testing.Hosts;

/** Another host, in plain: whatever a command has to say there, no secret goes there. */
class PlainSecretsTest {
  private final Token token = Token.mint(new SecureRandom());

  @TempDir Path home;
  private ScriptedServer host;

  @BeforeEach
  void listen() throws IOException {
    host =
        ScriptedServer.start(
            Hosts.otherThanLoopback(), (connection, request) -> List.of("{\"ok\":true}"));
  }

  @AfterEach
  void close() throws IOException {
    host.close();
  }

  private Commanded commands() {
    return new Commanded(host.address().toString()).with("XDG_CONFIG_HOME", home.toString());
  }

  private void assertHeldBack(Ran ran) {
    assertThat(ran.status()).as(ran.toString()).isEqualTo(5);
    assertThat(ran.error()).contains("tls-required", "tls://").doesNotContain(token.text());
    assertThat(host.requests()).isEmpty();
  }

  @Test
  void shouldSendNoTokenWhereverItIsFrom() throws IOException {
    Path file = home.resolve("token");
    Files.writeString(file, token.text());

    assertHeldBack(commands().with("TICKETD_TOKEN", token.text()).run("list"));
    assertHeldBack(commands().with("TICKETD_TOKEN", token.text()).run("create", "-t", "x"));
    assertHeldBack(commands().with("TICKETD_TOKEN", token.text()).run("watch"));
    assertHeldBack(commands().with("TICKETD_TOKEN", token.text()).run("token", "list"));
    assertHeldBack(commands().with("TICKETD_TOKEN", token.text()).run("auth", "status"));
    assertHeldBack(commands().run("stats", "--token-file", file.toString()));
    assertHeldBack(commands().with("TICKETD_TOKEN", token.text()).run("bench", "-n", "1"));
    assertHeldBack(commands().runWith(token.text(), "login", "--with-token"));
    assertHeldBack(commands().run("login", "--token-file", file.toString()));
    assertThat(home.resolve("ticketd")).doesNotExist();
  }
}
