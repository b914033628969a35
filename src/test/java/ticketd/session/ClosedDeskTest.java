package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;

/** The line door of a desk with accounts. */
class ClosedDeskTest {
  @TempDir Path folder;
  private ClosedDesk desk;
  private TestServer server;

  @BeforeEach
  void start() {
    desk = ClosedDesk.in(folder);
    server = TestServer.start(folder);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IDENT Jules",
        "LIST",
        "SHOW 1",
        "HISTORY 1",
        "STATS",
        "WATCH",
        "UNWATCH",
        "WHOAMI",
        "TOKEN LIST",
        "TOKEN NEW",
        "TOKEN REVOKE 2",
        "USER LIST",
        "USER ADD {\"name\":\"x\"}",
        "SENDTICKET {\"title\":\"x\"}",
        "TAKE NEXT",
        "TAKE 1",
        "COMMENT 1 x"
      })
  void shouldLetNobodyDoAnythingBeforeTheySignIn(String request) {
    try (LineClient client = server.connect()) {
      assertThat(client.status(request)).startsWith("[ERR] not-identified: identifiez-vous");
      for (String allowed : List.of("PING", "HELP", "LANG en", "FORMAT text")) {
        assertThat(client.status(allowed)).startsWith("[OK]");
      }
      assertThat(client.status("LIST colour:red")).startsWith("[ERR] bad-request: ");
      assertThat(client.status("EXIT")).startsWith("[OK]");
    }
  }

  @Test
  void shouldTakeTheLinesOfEveryDialogueFromNobodyToo() {
    try (LineClient client = server.connect()) {
      client.send("SENDTICKET", "QUIT", "QUIT");
      assertThat(client.reply()).hasSize(3).last().asString().startsWith("[ERR] not-identified");
      client.send("PASSWD", "QUIT", "QUIT quit quit");
      assertThat(client.reply()).hasSize(3).last().asString().startsWith("[ERR] not-identified");
      assertThat(client.status("PING")).isEqualTo("[OK] PONG");
    }
  }

  @Test
  void shouldSignInByAToken() {
    try (LineClient client = server.connect()) {
      assertThat(client.status("AUTH " + desk.token("Ana"))).isEqualTo("[OK] Bonjour Ana (agent)");
      assertThat(client.status("SENDTICKET {\"title\":\"a\"}")).startsWith("[OK] ");
      assertThat(client.ask("LIST").get(0)).startsWith("#1 [Ana] a");
      assertThat(client.ask("WHOAMI")).contains(" name: Ana", " role: agent", " method: token");
      assertThat(client.status("IDENT ana")).isEqualTo("[OK] Bonjour Ana");
      assertThat(client.status("IDENT Jules")).startsWith("[ERR] forbidden");
      client.status("FORMAT json");
      Map<String, Object> signedIn = client.statusJson("AUTH " + desk.token("Rita"));
      assertThat(signedIn).containsEntry("name", "Rita").containsEntry("role", "requester");
      assertThat(signedIn.get("expiresAt")).asString().endsWith("Z");
    }
  }

  @Test
  void shouldSignInByAPasswordInEveryForm() {
    try (LineClient client = server.connect()) {
      client.send("AUTH", "jules", ClosedDesk.PASSWORD);
      assertThat(client.reply())
          .containsExactly("Nom :", "Mot de passe :", "[OK] Bonjour Jules (admin)");
      assertThat(client.ask("WHOAMI")).contains(" method: password", " expires: -");
      assertThat(
              client.status(
                  "AUTH {\"name\":\"Jules\",\"password\":\"" + ClosedDesk.PASSWORD + "\"}"))
          .isEqualTo("[OK] Bonjour Jules (admin)");
    }
  }

  @Test
  void shouldRefuseEveryCredentialAlikeAndCloseAtTheThird() {
    try (LineClient client = server.connect()) {
      String token = client.status("AUTH " + ClosedDesk.unlike(desk.token("Ana")));
      assertThat(token).startsWith("[ERR] auth-failed: ");
      client.send("AUTH", "Ana", "no password of hers");
      assertThat(client.reply().get(2)).isEqualTo(token);
      assertThat(client.status("AUTH {\"name\":\"Nobody\",\"password\":\"x\"}")).isEqualTo(token);
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void shouldEndAWatchWithTheIdentityThatBeganIt() {
    try (LineClient client = desk.connect(server, "Ana");
        LineClient other = desk.connect(server, "Jules")) {
      client.watch("WATCH");
      assertThat(client.status("AUTH " + desk.token("Rita"))).startsWith("[OK] ");
      other.status("SENDTICKET {\"title\":\"x\"}");
      assertThat(client.status("PING")).isEqualTo("[OK] PONG");
      assertThat(client.eventsSoFar()).isEmpty();
    }
  }

  @Test
  void shouldShowARequesterWhatIsOwnAndNothingElse() {
    try (LineClient ana = desk.connect(server, "Ana");
        LineClient rita = desk.connect(server, "Rita")) {
      ana.status("SENDTICKET {\"title\":\"ana's\"}");
      rita.status("SENDTICKET {\"title\":\"rita's\"}");
      assertThat(rita.ask("LIST")).hasSize(2).first().asString().startsWith("#2 [Rita]");
      for (String verb : List.of("SHOW %d", "HISTORY %d", "COMMENT %d x", "CLOSE %d")) {
        assertThat(rita.status(verb.formatted(1)))
            .startsWith("[ERR] not-found: ")
            .isEqualTo(rita.status(verb.formatted(9)).replace("#9", "#1"));
      }
      assertThat(rita.status("STATS")).startsWith("[ERR] forbidden");
      assertThat(rita.status("REPORT")).startsWith("[ERR] forbidden");
      assertThat(rita.status("TAKE 2")).startsWith("[ERR] forbidden");
      assertThat(rita.status("TAKE 9")).startsWith("[ERR] forbidden");
      assertThat(rita.status("USER LIST")).startsWith("[ERR] forbidden");
      assertThat(rita.status("TOKEN LIST {\"name\":\"Ana\"}")).startsWith("[ERR] forbidden");
      assertThat(rita.status("CLOSE 2")).startsWith("[OK] ");
      assertThat(ana.ask("LIST")).hasSize(3);
    }
  }

  @Test
  void shouldMakeTokensThatAreWorthWhatWasAsked() {
    try (LineClient ana = desk.connect(server, "Ana");
        LineClient other = server.connect()) {
      ana.status("FORMAT json");
      Map<String, Object> made =
          ana.statusJson("TOKEN NEW {\"label\":\"ci\",\"cap\":\"read\",\"expires\":\"12h\"}");
      assertThat(made).containsKeys("id", "token", "expiresAt");
      assertThat(other.status("AUTH " + made.get("token"))).isEqualTo("[OK] Bonjour Ana (agent)");
      assertThat(other.status("LIST")).startsWith("[OK] ");
      assertThat(other.status("SENDTICKET {\"title\":\"x\"}")).startsWith("[ERR] forbidden");
      assertThat(other.status("TOKEN NEW")).startsWith("[ERR] forbidden");
      assertThat(ana.status("TOKEN NEW {\"role\":\"admin\"}")).contains("\"forbidden\"");
      assertThat(ana.askJson("TOKEN LIST")).hasSize(3);
      assertThat(ana.statusJson("TOKEN REVOKE " + made.get("id"))).containsEntry("ok", true);
      assertThat(other.line().orElseThrow()).startsWith("[ERR] revoked: ");
      assertThat(ana.status("TOKEN REVOKE " + made.get("id"))).contains("\"not-found\"");
    }
  }

  @Test
  void shouldLetAdminsManageAccounts() {
    try (LineClient jules = desk.connect(server, "Jules");
        LineClient ana = desk.connect(server, "Ana");
        LineClient other = server.connect()) {
      jules.status("FORMAT json");
      ana.status("SENDTICKET {\"title\":\"x\"}");
      Map<String, Object> added =
          jules.statusJson("USER ADD {\"name\":\"Zoe\",\"role\":\"agent\"}");
      assertThat(added)
          .containsEntry("name", "Zoe")
          .containsEntry("role", "agent")
          .containsKeys("token", "tokenId", "tickets");
      assertThat(other.status("AUTH " + added.get("token"))).isEqualTo("[OK] Bonjour Zoe (agent)");
      assertThat(jules.statusJson("USER ROLE Zoe admin")).containsEntry("ok", true);
      assertThat(other.ask("WHOAMI")).as("from the next request on").contains(" role: admin");
      assertThat(other.status("USER LIST")).startsWith("[OK] ");
      assertThat(jules.statusJson("USER DISABLE Zoe")).containsEntry("ok", true);
      assertThat(other.line().orElseThrow()).startsWith("[ERR] revoked: ");
      assertThat(jules.status("USER DISABLE Jules")).contains("\"conflict\"");
      assertThat(jules.status("USER DISABLE Nobody")).contains("\"not-found\"");
      assertThat(jules.status("USER ADD {\"name\":\"zoe\"}")).contains("\"conflict\"");
      jules.status("FORMAT text");
      assertThat(jules.ask("USER LIST")).hasSize(6).contains(" Ana: agent", " Zoe: admin disabled");
      assertThat(ana.status("USER LIST")).startsWith("[ERR] forbidden");
    }
  }

  @Test
  void shouldGoOnWhereTheOwnPasswordWasChangedAndEndWhatTheOldOneOpened() {
    try (LineClient here = server.connect();
        LineClient there = server.connect()) {
      String auth = "AUTH {\"name\":\"Jules\",\"password\":\"" + ClosedDesk.PASSWORD + "\"}";
      assertThat(here.status(auth)).startsWith("[OK] ");
      assertThat(there.status(auth)).startsWith("[OK] ");
      here.send("PASSWD", ClosedDesk.PASSWORD, "another horse battery");
      assertThat(here.reply().get(2)).startsWith("[OK] ");
      assertThat(there.line().orElseThrow()).startsWith("[ERR] revoked: ");
      assertThat(here.ask("WHOAMI")).contains(" name: Jules");
      here.send("PASSWD", "wrong", "another horse battery");
      assertThat(here.reply().get(2)).startsWith("[ERR] auth-failed: ");
    }
  }

  /** The right is another, of the same person on the same connection. */
  @Test
  void shouldWatchOnWhereTheOwnPasswordWasChanged() {
    try (LineClient here = server.connect();
        LineClient ana = desk.connect(server, "Ana")) {
      here.status("AUTH {\"name\":\"Jules\",\"password\":\"" + ClosedDesk.PASSWORD + "\"}");
      here.watch("WATCH");
      here.send("PASSWD", ClosedDesk.PASSWORD, "another horse battery");
      assertThat(here.reply().get(2)).startsWith("[OK] ");
      assertThat(ana.status("SENDTICKET {\"title\":\"seen\"}")).startsWith("[OK] ");
      assertThat(here.event()).contains("seen");
      here.send("USER PASSWD Jules", ClosedDesk.PASSWORD);
      assertThat(here.reply().get(1)).startsWith("[OK] ");
      assertThat(ana.status("SENDTICKET {\"title\":\"too\"}")).startsWith("[OK] ");
      assertThat(here.event()).contains("too");
    }
  }

  @Test
  void shouldEndAnIdleConnectionAndAWatch() {
    try (LineClient jules = desk.connect(server, "Jules");
        LineClient idle = desk.connect(server, "Rita");
        LineClient watch = desk.connect(server, "Rita")) {
      watch.watch("WATCH");
      assertThat(jules.status("USER DISABLE Rita")).startsWith("[OK] ");
      assertThat(idle.line().orElseThrow()).startsWith("[ERR] revoked: ");
      assertThat(idle.rest()).isEmpty();
      assertThat(watch.line().orElseThrow()).startsWith("[ERR] revoked: ");
    }
  }

  @Test
  void shouldCarryOutNothingThatWasPipelinedBehindARevocation() {
    try (LineClient rita = desk.connect(server, "Rita");
        LineClient jules = desk.connect(server, "Jules")) {
      jules.status("USER DISABLE Rita");
      rita.send("SENDTICKET {\"title\":\"late\"}", "LIST");
      assertThat(rita.line().orElseThrow()).startsWith("[ERR] revoked: ");
      assertThat(jules.ask("LIST")).hasSize(1);
    }
  }

  @Test
  void shouldTakeShortLinesFromStrangersAndLongOnesBehindAuth() {
    String title = "x".repeat(100);
    String text = "y".repeat(9000);
    String filing = "SENDTICKET {\"title\":\"" + title + "\",\"description\":\"" + text + "\"}";
    String most = "PING " + "z".repeat(4096 - 5);
    try (LineClient stranger = server.connect();
        LineClient other = server.connect();
        LineClient ana = server.connect()) {
      stranger.sendRaw(text);
      assertThat(stranger.line().orElseThrow()).startsWith("[ERR] line-too-long: ");
      // The longest that is taken for a request, and a longer one that comes whole.
      assertThat(other.status(most)).startsWith("[ERR] bad-request: ");
      assertThat(other.status(most + "z")).startsWith("[ERR] line-too-long: ");
      assertThat(other.rest()).isEmpty();
      ana.send("AUTH " + desk.token("Ana"), filing);
      assertThat(ana.line().orElseThrow()).startsWith("[OK] Bonjour");
      assertThat(ana.line().orElseThrow()).startsWith("[OK] ");
    }
  }
}
