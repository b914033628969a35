package ticketd.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.protocol.Json;
import ticketd.testing.TestServer;

/** Due dates, links, notes and ratings by commands. */
@Timeout(120)
class DeskCommandsTest {
  @TempDir static Path store;
  private static TestServer server;
  private Commanded commands;

  @BeforeAll
  static void start() {
    server = TestServer.start(store);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void begin() {
    commands = new Commanded(server);
  }

  @Test
  void shouldSayWhenTicketsAreDue() {
    String a = commands.file("due", "--due", "2026-12-01T17:30Z");
    String b = commands.file("due");
    assertThat(commands.ticket(a).text("due")).isEqualTo("2026-12-01T17:30:00.000Z");
    assertThat(commands.run("due", a, b, "2026-12-02T08:00Z").output()).hasSize(2);
    assertThat(commands.ticket(b).text("due")).isEqualTo("2026-12-02T08:00:00.000Z");
    assertThat(commands.run("edit", a, "--due", "-").status()).isZero();
    assertThat(commands.ticket(a).optionalText("due")).isEmpty();
    assertThat(commands.run("due", b, "-").status()).isZero();
    assertThat(commands.run("due", b, "someday").status()).isEqualTo(2);
    assertThat(commands.run("due", b).error()).contains("WHEN");
    assertThat(commands.run("view", b).output()).noneMatch(line -> line.startsWith("due:"));
    commands.run("due", b, "2026-12-02T08:00Z");
    assertThat(commands.run("view", b).output()).contains("due:\t2026-12-02T08:00:00.000Z");
  }

  @Test
  void shouldLinkAndUnlink() {
    String a = commands.file("links");
    String b = commands.file("links");
    assertThat(commands.run("link", a, "blocks", "#" + b).line()).isEqualTo("#" + a);
    assertThat(commands.run("view", b).output()).contains("links:\tblocked-by #" + a);
    assertThat(commands.run("link", b, "blocks", a).status()).isEqualTo(4);
    assertThat(commands.run("unlink", a, b).line()).isEqualTo("#" + a);
    assertThat(commands.run("unlink", a, b).errors()).isNotEmpty();
    assertThat(commands.run("close", a, "duplicate", "#" + b).line()).isEqualTo("#" + a);
    assertThat(commands.run("view", a).output())
        .contains("links:\tduplicates #" + b, "resolution:\tduplicate");
    assertThat(commands.run("close", b, "fixed", "#" + a).status()).isEqualTo(2);
  }

  @Test
  void shouldNoteAndRate() {
    String id = commands.file("rated");
    assertThat(commands.run("note", id, "the customer is right").line()).isEqualTo("#" + id);
    Json ticket = commands.ticket(id);
    assertThat(ticket.objects("notes").get(0).text("text")).isEqualTo("the customer is right");
    assertThat(ticket.objects("comments")).isEmpty();
    assertThat(commands.run("rate", id, "5").status()).isEqualTo(4);
    commands.run("close", id);
    assertThat(commands.run("rate", id, "5", "4", "5", "quick,", "thanks").line())
        .isEqualTo("#" + id);
    assertThat(commands.run("view", id).output()).contains("rating:\t5 4 5");
    assertThat(commands.ticket(id).objects("comments").get(0).text("text"))
        .isEqualTo("quick, thanks");
    assertThat(commands.run("rate", id, "2", "-c", "two\nlines").status()).isZero();
    assertThat(commands.run("view", id).output()).contains("rating:\t2 2 2");
    assertThat(commands.run("rate", id, "6").status()).isEqualTo(2);
    assertThat(commands.run("rate", id, "5", "4").status()).isEqualTo(2);
  }

  @Test
  void shouldReport() {
    commands.file("reported", "-l", "reported", "-p", "high");
    String closed = commands.file("reported", "-l", "reported");
    commands.run("close", closed);
    commands.run("rate", closed, "4", "5", "4");
    assertThat(commands.run("report", "tag:reported", "--json", "group,filed,closed,open").line())
        .isEqualTo("{\"group\":null,\"filed\":2,\"closed\":1,\"open\":1}");
    assertThat(commands.run("report", "--by", "priority", "tag:reported").output())
        .extracting(line -> line.split("\t", -1)[0] + "/" + line.split("\t", -1)[1])
        .contains("high/1", "normal/1", "/2");
    assertThat(commands.run("report", "tag:reported").line()).endsWith("\t4\t5\t4");
    assertThat(commands.run("report", "-tag:reported", "reported").line()).contains("0\t0\t0");
    assertThat(commands.run("report", "--by", "colour").status()).isEqualTo(2);
    assertThat(commands.run("report", "tga:x").error()).endsWith("did you mean tag:?");
  }

  @Test
  void shouldSayHowLongSomethingTookInItsTwoLargestUnits() {
    assertThat(ReportCommand.duration(Optional.empty())).isEqualTo("-");
    assertThat(ReportCommand.duration(Optional.of("0"))).isEqualTo("0s");
    assertThat(ReportCommand.duration(Optional.of("59"))).isEqualTo("59s");
    assertThat(ReportCommand.duration(Optional.of("7800"))).isEqualTo("2h10m");
    assertThat(ReportCommand.duration(Optional.of("86460"))).isEqualTo("1d");
  }
}
