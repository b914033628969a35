package ticketd.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** Accounts, on the file. */
class UserCommandTest {
  @TempDir Path folder;

  private Ran user(String... words) {
    List<String> args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--store", folder.resolve("tickets").toString()));
    return user(Map.of(), args);
  }

  /** Over the wire, signed in by that token. */
  private static Ran user(TestServer server, String token, String... words) {
    return user(
        Map.of("TICKETD_SERVER", "127.0.0.1:" + server.port(), "TICKETD_TOKEN", token),
        List.of(words));
  }

  private static Ran user(Map<String, String> environment, List<String> words) {
    return Ran.command(
        environment, Stream.concat(Stream.of("user"), words.stream()).toArray(String[]::new));
  }

  @Test
  void shouldCloseADeskForAnAdminAndLeaveTheSecretNowhere() throws IOException {
    assertThat(user("add", "ana").status()).isEqualTo(2);
    Ran jules = user("add", "jules", "--role", "admin");
    assertThat(jules.status()).as(jules.err()).isZero();
    String token = jules.out().strip();
    assertThat(token).matches("tkd_[0-9A-Za-z]{33}");
    assertThat(jules.err()).contains("jules").doesNotContain(token);
    Ran ana = user("add", "Ana Maria", "--role", "agent", "--json");
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
    assertThat(user("add", "jules", "--role", "admin").err()).contains("with the name: 1");
  }

  @Test
  void shouldDoTheSameOverTheWireAsAnAdmin() {
    ClosedDesk desk = ClosedDesk.in(folder);
    try (TestServer server = TestServer.start(folder)) {
      String jules = desk.token("Jules");
      try (LineClient rita = desk.connect(server, "Rita")) {
        assertThat(rita.status("SENDTICKET {\"title\":\"a\"}")).startsWith("[OK]");
      }
      Ran added = user(server, jules, "add", "Ana Maria", "--role", "agent");
      assertThat(added.status()).as(added.err()).isZero();
      String token = added.out().strip();
      assertThat(token).matches("tkd_[0-9A-Za-z]{33}");
      assertThat(added.err()).contains("Ana Maria", "agent").doesNotContain(token);
      try (LineClient maria = server.connect()) {
        assertThat(maria.status("AUTH " + token)).isEqualTo("[OK] Bonjour Ana Maria (agent)");
      }
      assertThat(user(server, jules, "add", "ana maria").status()).isEqualTo(4);
      assertThat(user(server, jules, "role", "Ana Maria", "requester").status()).isZero();
      assertThat(user(server, jules, "disable", "Ana Maria").status()).isZero();
      assertThat(user(server, jules, "list").out())
          .contains("Ana Maria\trequester\tdisabled\n", "Jules\tadmin\n");
      assertThat(user(server, jules, "list", "--json").out())
          .contains("{\"name\":\"Ana Maria\",\"role\":\"requester\",\"enabled\":false}\n");
      assertThat(user(server, jules, "enable", "Ana Maria").status()).isZero();
      assertThat(user(server, token, "list").status()).isEqualTo(5);
      assertThat(user(server, jules, "role", "Ana Maria", "king").status()).isEqualTo(2);
      assertThat(user(server, jules, "role", "Ana Maria").err()).contains("ROLE");
      assertThat(user(server, jules, "disable", "Nobody").status()).isEqualTo(3);
      assertThat(user(server, jules, "disable", "Jules").status()).isEqualTo(4);
      assertThat(user(server, jules, "disable").err()).contains("NAME");
      assertThat(user(server, jules, "add", "Zoe", "--password").err()).contains("terminal");
      assertThat(user(server, jules, "list").out()).doesNotContain("Zoe");
      assertThat(user(server, "", "list").status()).isEqualTo(5);
      assertThat(user("list", "--server", "localhost:1").err()).contains("--store", "--server");
    }
  }

  @Test
  void shouldTellOverTheWireHowManyTicketsComeWithAName() {
    try (TestServer server = TestServer.start(folder)) {
      assertThat(user(server, "", "add", "Zoe").status()).isEqualTo(5);
      server.connect("Zoe").status("SENDTICKET {\"title\":\"a\"}");
    }
    ClosedDesk desk = ClosedDesk.in(folder);
    try (TestServer server = TestServer.start(folder)) {
      assertThat(user(server, desk.token("Jules"), "add", "zoe").err())
          .contains("with the name: 1");
      assertThat(user(server, desk.token("Jules"), "add", "Bob").err()).doesNotContain("come with");
    }
  }
}
