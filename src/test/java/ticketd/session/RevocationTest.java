package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.ClosedDesk;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.TwoServers;

/** Two servers of one store: what is revoked at one is refused at the other from then on. */
class RevocationTest {
  @TempDir Path folder;
  private TwoServers servers;
  private ClosedDesk desk;
  private TestServer other;
  private LineClient jules;

  @BeforeEach
  void start() {
    servers = TwoServers.in(folder);
    desk = servers.desk();
    other = servers.other();
    jules = desk.connect(servers.one(), "Jules");
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void shouldCarryOutNothingThatWasSentBehindTheAcknowledgement() {
    for (String revoking :
        List.of("USER DISABLE Ana", "USER ENABLE Ana", "USER ROLE Ana requester")) {
      if (revoking.contains("ENABLE")) {
        assertThat(jules.status(revoking)).startsWith("[OK]");
        continue;
      }
      try (LineClient ana = desk.connect(other, "Ana");
          LineClient reader = desk.connect(other, "Ana")) {
        assertThat(ana.status("SENDTICKET {\"title\":\"before\"}")).startsWith("[OK]");
        assertThat(reader.status("PING")).isEqualTo("[OK] PONG");
        assertThat(jules.status(revoking)).startsWith("[OK]");
        // Whichever comes first, the look that nobody asked for or these.
        reader.sendRaw("PING\nLIST\nSHOW 1\n");
        ana.sendRaw("SENDTICKET {\"title\":\"behind\"}\nLIST\nSHOW 1\n");
        assertRevokedOrReset(reader);
        assertRevokedOrReset(ana);
      }
    }
    assertThat(jules.ask("LIST text:behind")).hasSize(1);
    assertThat(jules.ask("LIST text:before")).hasSize(3);
  }

  /** A reset, by what comes when the server has closed, may overtake what was written before. */
  private static void assertRevokedOrReset(LineClient client) {
    try {
      assertThat(client.rest()).singleElement().asString().startsWith("[ERR] revoked");
    } catch (AssertionError e) {
      if (e.getCause() == null) {
        throw e;
      }
    }
  }

  /** All lines of one read, of which the second takes back by what the first was answered. */
  @Test
  void shouldAnswerNothingBehindWhatSomebodyDidToThemselves() {
    assertThat(jules.status("USER ROLE Ana admin")).startsWith("[OK]");
    try (LineClient ana = desk.connect(other, "Ana")) {
      ana.sendRaw("PING\nUSER ROLE Ana agent\nPING\nWHOAMI\n");
      assertThat(ana.rest())
          .satisfiesExactly(
              pong -> assertThat(pong).isEqualTo("[OK] PONG"),
              done -> assertThat(done).startsWith("[OK] "),
              end -> assertThat(end).startsWith("[ERR] revoked"));
    }
  }

  @Test
  void shouldEndAWatchElsewhereAtThatPlaceOfTheLog() {
    try (LineClient ana = desk.connect(other, "Ana")) {
      ana.watch("WATCH");
      assertThat(jules.status("SENDTICKET {\"title\":\"before\"}")).startsWith("[OK]");
      assertThat(ana.event()).contains("before");
      jules.send(
          "SENDTICKET {\"title\":\"last\"}",
          "USER DISABLE Ana",
          "SENDTICKET {\"title\":\"behind\"}");
      assertThat(jules.reply().get(0)).startsWith("[OK]");
      assertThat(jules.reply()).last().asString().startsWith("[OK]");
      assertThat(jules.reply().get(0)).startsWith("[OK]");
      List<String> rest = ana.rest();
      assertThat(rest).last().asString().startsWith("[ERR] revoked");
      assertThat(rest).noneMatch(line -> line.contains("behind"));
    }
  }
}
