package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** What the verbs about accounts say where there are none. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenDeskTest {
  private static final String SECRET = "correct horse battery";

  private TestServer server;

  @BeforeAll
  void start(@TempDir Path dir) {
    server = TestServer.start(dir);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @Test
  void shouldSayWhoAClaimIs() {
    try (LineClient client = server.connect()) {
      assertThat(client.status("WHOAMI")).startsWith("[ERR] not-identified: ");
      client.status("IDENT Jules");
      assertThat(client.ask("WHOAMI"))
          .containsExactly(" name: Jules", " role: -", " method: name", " expires: -", "[OK]");
      client.status("FORMAT json");
      assertThat(client.status("WHOAMI"))
          .isEqualTo(
              "{\"ok\":true,\"name\":\"Jules\",\"role\":\"-\",\"method\":\"name\",\"expiresAt\":null}");
    }
  }

  @Test
  void shouldEndAConnectionThatAsksTwentyTimesWhoItIs() {
    try (LineClient client = server.connect()) {
      for (int i = 1; i < 20; i++) {
        assertThat(client.status("WHOAMI")).startsWith("[ERR] not-identified: ");
      }
      assertThat(client.status("WHOAMI")).startsWith("[ERR] too-many-errors: ");
      assertThat(client.rest()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AUTH, auth-failed, Nom :|Mot de passe :",
    "PASSWD, forbidden, Ancien mot de passe :|Nouveau mot de passe :",
    "USER PASSWD Ana, forbidden, Nouveau mot de passe :",
    "@k AUTH, bad-request, Nom :|Mot de passe :",
    "@!! PASSWD, bad-request, Ancien mot de passe :|Nouveau mot de passe :",
    "@k USER PASSWD Ana, bad-request, Nouveau mot de passe :",
    "@!! user passwd Ana, bad-request, Nouveau mot de passe :",
    "@k\u200e AUTH, bad-text, Nom :|Mot de passe :",
    "@k\u200e USER PASSWD Ana, bad-text, Nouveau mot de passe :"
  })
  void shouldTakeTheLinesOfADialogueForSecretsWhateverTheyHold(
      String request, String code, String prompts) {
    try (LineClient client = server.connect()) {
      client.send(request);
      for (String prompt : prompts.split("\\|", -1)) {
        assertThat(client.line()).contains(prompt);
        client.send(SECRET);
      }
      assertThat(client.line().orElseThrow())
          .startsWith("[ERR] " + code + ": ")
          .doesNotContain("horse");
      assertThat(client.status("PING")).isEqualTo("[OK] PONG");
    }
  }

  @Test
  void shouldQuoteNothingOfWhatMayBeASecret() {
    List<String> lines =
        List.of(
            "AUTH {\"name\":\"Ana\",\"pass\":\"" + SECRET + "\"}",
            "AUTH {\"name\":\"Ana\",\"" + SECRET + "\":1}",
            "AUTH {\"name\":\"Ana\",\"password\":\"horse\u0007\"}",
            "AUTH {\"name\":\"Ana\",\"password\":\"" + SECRET + "\"} horse",
            "AUTH " + SECRET,
            "PASSWD " + SECRET,
            "TOKEN " + SECRET,
            "TOKEN NEW {\"cap\":\"horse\"}",
            "TOKEN REVOKE horse",
            "USER ADD {\"name\":\"-horse\",\"password\":\"" + SECRET + "\"}",
            "USER ROLE Ana horse",
            "USER horse",
            "AUTH\u0007horse",
            "AUTH horse\u0007");
    try (LineClient client = server.connect()) {
      for (String line : lines) {
        assertThat(client.status(line)).as(line).startsWith("[ERR] ").doesNotContain("horse");
        client.status("PING");
      }
    }
  }

  @Test
  void shouldMaskATokenInAnyOtherError() {
    String token = "tkd_" + "a1B2".repeat(8) + "c";
    try (LineClient client = server.connect()) {
      assertThat(client.status(token)).contains("tkd_…").doesNotContain("a1B2");
      assertThat(client.status("SHOW " + token)).contains("tkd_…").doesNotContain("a1B2");
      assertThat(client.status("LIST " + token + ":x")).contains("tkd_…").doesNotContain("a1B2");
      assertThat(client.status("IDENT !" + token)).contains("tkd_…").doesNotContain("a1B2");
    }
  }
}
