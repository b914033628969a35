package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.command.Commanded.Ran;
import ticketd.credential.Token;
import ticketd.testing.Hosts;
import ticketd.testing.Threads;

/** Another host, in plain: whatever a command has to say there, no secret goes there. */
class PlainSecretsTest {
  private final Token token = Token.mint(new SecureRandom());
  private final List<String> received = new CopyOnWriteArrayList<>();

  @TempDir Path home;
  private ServerSocket host;

  @BeforeEach
  void listen() throws IOException {
    host = new ServerSocket(0, 50, Hosts.otherThanLoopback());
    Threads.start(this::accept);
  }

  @AfterEach
  void close() throws IOException {
    host.close();
  }

  /** Takes down what comes, up to the end of each connection, and answers nothing. */
  private void accept() {
    while (!host.isClosed()) {
      try (Socket peer = host.accept()) {
        received.add(new String(peer.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        if (!host.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private Commanded commands() {
    return new Commanded(host.getInetAddress().getHostAddress() + ":" + host.getLocalPort())
        .with("XDG_CONFIG_HOME", home.toString());
  }

  private void assertHeldBack(Ran ran) {
    assertThat(ran.status()).as(ran.toString()).isEqualTo(5);
    assertThat(ran.error()).contains("tls-required", "tls://").doesNotContain(token.text());
    assertThat(received).noneMatch(bytes -> bytes.contains("tkd_") || bytes.contains("AUTH"));
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
  }
}
