package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.LineClient;
import ticketd.testing.TestServer;
import ticketd.testing.TestServer.Setup;
import ticketd.ticket.DeskRules;

/** A desk in which nobody has more than two tickets in progress. */
class DeskLimitTest {
  private static final String REFUSED =
      "[ERR] conflict: Ana has as many tickets in progress as are allowed: 2";

  @TempDir Path folder;
  private TestServer server;
  private LineClient ana;

  @BeforeEach
  void start() {
    DeskRules rules = new DeskRules(Optional.of(Duration.ofHours(24)), OptionalInt.of(2));
    server = TestServer.start(Setup.in(folder).speaking(Locale.ENGLISH).ruledBy(rules));
    ana = server.connect("Ana");
    for (int i = 1; i <= 6; i++) {
      assertThat(ana.status("SENDTICKET {\"title\":\"t\"}")).startsWith("[OK]");
    }
    assertThat(ana.status("TAKE 1")).startsWith("[OK]");
    assertThat(ana.status("@n TAKE NEXT")).contains("#2");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldRefuseWhateverWouldMakeOneMore() {
    ana.status("ASSIGN 3 ana");
    ana.status("ASSIGN 4 Bob");
    ana.status("STATUS 4 in-progress");
    for (String request :
        List.of(
            "TAKE 3",
            "TAKE 5",
            "TAKE NEXT",
            "ASSIGN 4 Ana",
            "ASSIGN 4 me",
            "STATUS 3 in-progress",
            "EDIT 3 {\"status\":\"in-progress\"}",
            "EDIT 4 {\"assignee\":\"Ana\"}",
            "EDIT 5 {\"assignee\":\"Ana\",\"status\":\"in-progress\"}")) {
      assertThat(ana.status(request).replace("ana has", "Ana has")).as(request).isEqualTo(REFUSED);
    }
    assertThat(ana.status("TAKE NEXT id:99")).startsWith("[ERR] not-found: ");
    for (String request : List.of("TAKE 1", "COMMENT 1 x", "EDIT 1 {\"priority\":\"high\"}")) {
      assertThat(ana.status(request)).as("no more than before").startsWith("[OK]");
    }
    assertThat(ana.status("@n TAKE NEXT")).as("as the first was").contains("#2");
    assertThat(ana.ask("STATS")).contains(" max-in-progress: 2", " escalate-after-seconds: 86400");
  }

  @Test
  void shouldMakeRoomForAnother() {
    for (String request :
        List.of(
            "CLOSE 1",
            "STATUS 2 waiting",
            "ASSIGN 3 Bob",
            "STATUS 4 in-progress",
            "PRIORITY 1 high")) {
      assertThat(ana.status(request)).as(request).startsWith("[OK]");
    }
    assertThat(ana.status("TAKE 5")).startsWith("[OK]");
    assertThat(ana.status("ASSIGN 4 Ana")).as("the second").startsWith("[OK]");
    assertThat(ana.status("TAKE 6")).isEqualTo(REFUSED);
    assertThat(ana.status("ASSIGN 4 -")).startsWith("[OK]");
    assertThat(ana.status("TAKE 6")).startsWith("[OK]");
    // In one batch.
    ana.send("STATUS 6 open", "STATUS 2 in-progress", "TAKE 6", "CLOSE 2", "TAKE 6");
    assertThat(List.of(ana.reply(), ana.reply(), ana.reply(), ana.reply(), ana.reply()))
        .extracting(reply -> reply.get(0).startsWith("[OK]"))
        .containsExactly(true, true, false, true, true);
  }

  @Test
  void shouldCountAfterARestart() {
    server.close();
    server =
        TestServer.start(
            Setup.in(folder)
                .speaking(Locale.ENGLISH)
                .ruledBy(new DeskRules(Optional.empty(), OptionalInt.of(2))));
    ana = server.connect("Ana");
    assertThat(ana.status("TAKE 3")).isEqualTo(REFUSED);
    server.close();
    server = TestServer.start(Setup.in(folder).speaking(Locale.ENGLISH));
    ana = server.connect("Ana");
    assertThat(ana.status("TAKE 3")).as("processes apply their own").startsWith("[OK]");
    assertThat(ana.ask("STATS")).noneMatch(line -> line.contains("max-in-progress"));
  }

  @Test
  void shouldKeepItsOwnNameForItself() {
    for (String name : List.of("ticketd", "TicketD", " ticketd ")) {
      assertThat(ana.status("IDENT " + name)).startsWith("[ERR] bad-request: ");
      assertThat(ana.status("ASSIGN 3 " + name)).startsWith("[ERR] bad-request: ");
    }
    assertThat(ana.status("IDENT ticketd2")).startsWith("[OK]");
  }
}
