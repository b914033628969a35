package ticketd.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.testing.ClosedDesk;
import ticketd.testing.TestServer;
import ticketd.wire.Language;

/** Commands in a desk with accounts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedInTest {
  private ClosedDesk desk;
  private TestServer server;

  private record Run(int status, String out, String err) {}

  @BeforeAll
  void start(@TempDir Path folder) {
    desk = ClosedDesk.in(folder);
    server = TestServer.start(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private Run run(String token, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Map<String, String> environment = new TreeMap<>();
    environment.put("TICKETD_SERVER", "127.0.0.1:" + server.address().getPort());
    environment.put("TICKETD_USER", "Somebody");
    environment.put("TICKETD_TOKEN", token);
    Surroundings surroundings =
        new Surroundings(
            Texts.in(Language.EN),
            environment,
            InputStream.nullInputStream(),
            new Output(out),
            new Output(err),
            Map.of());
    try {
      int status = Commands.run(args, surroundings).orElseThrow();
      surroundings.out().flush();
      return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldSignInByTheTokenOfTheEnvironment() {
    Run created = run(desk.token("Ana"), "create", "-t", "by ana", "-b", "x");
    assertThat(created.status()).as(created.err()).isZero();
    Run taken = run(desk.token("Ana"), "assign", "1", "@me");
    assertThat(taken.status()).as(taken.err()).isZero();
    Run list = run(desk.token("Ana"), "list", "assignee:me");
    assertThat(list.out()).contains("by ana", "Ana").doesNotContain("Somebody");
    assertThat(run(desk.token("Rita"), "list").out()).doesNotContain("by ana");
    assertThat(run(desk.token("Rita"), "view", "1").status()).isEqualTo(3);
    assertThat(run(desk.token("Rita"), "stats").status()).isEqualTo(5);
  }

  @Test
  void shouldEndWithStatus5WhereTheTokenIsNotAcceptedAndShowItNowhere() {
    assertThat(run("", "list").status()).isEqualTo(5);
    String strange = "tkd_" + "0".repeat(27) + strangeSum();
    Run refused = run(strange, "list");
    assertThat(refused.status()).isEqualTo(5);
    assertThat(refused.err()).doesNotContain(strange);
    Run broken = run("tkd_broken", "list");
    assertThat(broken.status()).isEqualTo(2);
    assertThat(broken.err()).contains("TICKETD_TOKEN").doesNotContain("broken");
  }

  @Test
  void shouldTryNoOtherTicketWhereTheTokenIsNotAccepted() {
    assertThat(run(desk.token("Ana"), "create", "-t", "other").status()).isZero();
    String strange = "tkd_" + "0".repeat(27) + strangeSum();
    for (String command : List.of("view", "take")) {
      Run refused = run(strange, command, "2", "1", "2");
      assertThat(refused.status()).isEqualTo(5);
      assertThat(refused.out()).isEmpty();
      assertThat(refused.err().lines())
          .hasSize(2)
          .first()
          .asString()
          .startsWith("ticket: #2: auth-failed: ");
      assertThat(refused.err()).endsWith("ticket: not tried: 1 2\n");
    }
  }

  /** Of 27 zeros: a token of the right form that nobody has. */
  private static String strangeSum() {
    return "2MvMGi";
  }
}
