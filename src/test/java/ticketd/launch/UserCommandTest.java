package ticketd.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.command.Commands;
import ticketd.client.command.Surroundings;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.wire.Language;

/** Accounts, on the file. */
class UserCommandTest {
  @TempDir Path folder;

  private record Run(int status, String out, String err) {}

  private Run user(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("user"));
    args.addAll(List.of(words));
    args.addAll(List.of("--store", folder.resolve("tickets").toString()));
    Surroundings surroundings =
        new Surroundings(
            Texts.in(Language.EN),
            Map.of(),
            InputStream.nullInputStream(),
            new Output(out),
            new Output(err),
            ListedCommands.ALL);
    try {
      int status = Commands.run(args.toArray(new String[0]), surroundings).orElseThrow();
      surroundings.out().flush();
      return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void shouldCloseADeskForAnAdminAndLeaveTheSecretNowhere() throws IOException {
    assertThat(user("add", "ana").status()).isEqualTo(2);
    Run jules = user("add", "jules", "--role", "admin");
    assertThat(jules.status()).as(jules.err()).isZero();
    String token = jules.out().strip();
    assertThat(token).matches("tkd_[0-9A-Za-z]{33}");
    assertThat(jules.err()).contains("jules").doesNotContain(token);
    Run ana = user("add", "Ana Maria", "--role", "agent", "--json");
    assertThat(ana.out()).contains("\"token\":\"tkd_").contains("\"tickets\":0");
    assertThat(user("add", "JULES").status()).isEqualTo(4);
    assertThat(user("disable", "jules").status()).isEqualTo(4);
    assertThat(user("disable", "nobody").status()).isEqualTo(3);
    assertThat(user("role", "ana maria", "requester").status()).isZero();
    assertThat(user("disable", "ana maria").status()).isZero();
    assertThat(user("passwd", "jules").status()).isEqualTo(2);
    assertThat(user("lock", "jules").status()).isEqualTo(2);
    assertThat(user("list").out()).isEqualTo("Ana Maria\trequester\tdisabled\njules\tadmin\n");
    try (TestServer server = TestServer.start(folder);
        LineClient client = server.connect()) {
      assertThat(client.status("LIST")).startsWith("[ERR] not-identified");
      assertThat(client.status("AUTH " + token)).isEqualTo("[OK] Bonjour jules (admin)");
    }
    assertThat(new String(Files.readAllBytes(folder.resolve("tickets")), UTF_8))
        .doesNotContain(token);
  }

  @Test
  void shouldTellHowManyTicketsComeWithAName() {
    try (TestServer server = TestServer.start(folder)) {
      server.connect("Jules").status("SENDTICKET {\"title\":\"a\"}");
    }
    assertThat(user("add", "jules", "--role", "admin").err()).contains("1 ticket");
  }
}
