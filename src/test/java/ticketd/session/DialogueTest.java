package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import ticketd.testing.LineClient;
import ticketd.testing.ReplyGrammar;
import ticketd.testing.TestServer;
import ticketd.testing.Transcript;

/** SENDTICKET alone: two lines follow it, whatever they hold. */
class DialogueTest {
  @TempDir Path folder;
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void replay(String transcript) {
    Transcript.replay(transcript, name -> server.connect());
  }

  @Test
  void shouldTakeVerbsAsTexts() {
    replay(
        """
        c> IDENT Ana
        c< [OK] Hello Ana
        c> SENDTICKET
        c< Title:
        c> quit
        c< Description:
        c> CLOSE 1
        c< [OK] Ticket added (#1)
        c> sendticket
        c< Title:
        c>   SENDTICKET {"title":"x"}
        c< Description:
        c>
        c< [OK] Ticket added (#2)
        c> LIST
        c< #1 [Ana] quit - <date>
        c< #2 [Ana] SENDTICKET {"title":"x"} - <date>
        c< [OK] 2 tickets
        """);
  }

  @Test
  void shouldFileWhatWasTypedAndNothingElse() {
    LineClient ana = server.connect("Ana");
    ana.send("SENDTICKET", "   Bug interface  ", "  \"Send\"\tdoes nothing  ");
    assertThat(ana.reply()).containsExactly("Title:", "Description:", "[OK] Ticket added (#1)");
    ana.status("FORMAT json");
    assertThat(ana.askJson("SHOW 1").get(0))
        .containsEntry("title", "Bug interface")
        .containsEntry("description", "  \"Send\"\tdoes nothing  ")
        .containsEntry("status", "open")
        .containsEntry("priority", "normal")
        .containsEntry("tags", List.of())
        .containsEntry("version", 1L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          bad-request||text
          bad-request|   |text
          bad-request||\u0001
          bad-text|a\tb|text
          bad-text|a\u0001b|text
          bad-text|a\u202eb|
          bad-text|title|a\u0000b
          bad-text|title|a\u2066b
          """)
  void shouldRefuseOnlyBehindTheSecondLine(String code, String title, String description) {
    LineClient ana = server.connect("Ana");
    assertThat(ana.send("SENDTICKET").line()).contains("Title:");
    assertThat(ana.send(title == null ? "" : title).line()).contains("Description:");
    assertThat(
            ReplyGrammar.outcome(ana.send(description == null ? "" : description).reply().get(0)))
        .isEqualTo(code);
    assertThat(ana.status("PING")).isEqualTo("[OK] PONG");
    assertThat(ana.status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  @Test
  void shouldRefuseTextsOverTheirLimits() {
    LineClient ana = server.connect("Ana");
    ana.send("SENDTICKET", "é".repeat(257), "a");
    assertThat(ReplyGrammar.outcome(ana.reply().get(2))).isEqualTo("bad-text");
    ana.send("SENDTICKET", "a", "é".repeat(16_384) + "a");
    assertThat(ReplyGrammar.outcome(ana.reply().get(2))).isEqualTo("bad-text");
    ana.send("SENDTICKET", "é".repeat(256), "é".repeat(16_384));
    assertThat(ana.reply().get(2)).isEqualTo("[OK] Ticket added (#1)");
  }

  @Test
  void shouldRefuseBytesThatAreNoUtf8OnlyBehindTheSecondLine() {
    LineClient ana = server.connect("Ana");
    ana.send("SENDTICKET").sendRaw(new byte[] {'a', (byte) 0xC3, '\n'}).send("QUIT");
    List<String> reply = ana.reply();
    assertThat(reply).startsWith("Title:", "Description:");
    assertThat(ReplyGrammar.outcome(reply.get(2))).isEqualTo("bad-text");
    assertThat(ana.status("PING")).isEqualTo("[OK] PONG");
  }

  @Test
  void shouldTakeTheTextsOfSomebodyUnknownToo() {
    LineClient nobody = server.connect();
    nobody.send("SENDTICKET", "\u0001", "QUIT");
    List<String> reply = nobody.reply();
    assertThat(reply).startsWith("Title:", "Description:");
    assertThat(ReplyGrammar.outcome(reply.get(2))).isEqualTo("not-identified");
    assertThat(nobody.status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  /** A key that is none must not make requests of the texts. */
  @Test
  void shouldTakeTheTextsBehindAMalformedKeyToo() {
    LineClient ana = server.connect("Ana");
    ana.send("@not/a/key SENDTICKET", "LIST", "QUIT");
    List<String> reply = ana.reply();
    assertThat(reply).startsWith("Title:", "Description:");
    assertThat(ReplyGrammar.outcome(reply.get(2))).isEqualTo("bad-request");
    assertThat(ana.status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  @Test
  void shouldTakeBothLinesBehindAKeyWithAMarkOfDirection() {
    LineClient ana = server.connect("Ana");
    ana.send("@k\u200e SENDTICKET", "TAKE 1", "QUIT");
    assertThat(ana.reply().get(2)).startsWith("[ERR] bad-text: ");
    assertThat(ana.status("PING")).isEqualTo("[OK] PONG");
  }

  @Test
  void shouldAskInJson() {
    LineClient ana = server.connect("Ana");
    ana.status("LANG fr");
    ana.status("FORMAT json");
    ana.send("@k SENDTICKET", "a", "b");
    assertThat(ana.reply())
        .containsExactly(
            "{\"prompt\":\"Titre :\"}",
            "{\"prompt\":\"Description :\"}",
            "{\"ok\":true,\"id\":1,\"version\":1,\"seq\":1}");
  }

  @Test
  void shouldFileOnceUnderAKey() {
    LineClient ana = server.connect("Ana");
    ana.send("@k SENDTICKET", " a ", "b", "@k SENDTICKET", "a", "b");
    assertThat(ana.reply()).endsWith("[OK] Ticket added (#1)");
    assertThat(ana.reply()).endsWith("[OK] Ticket added (#1)");
    assertThat(ana.status("@k SENDTICKET {\"description\":\"b\",\"title\":\"a\"}"))
        .isEqualTo("[OK] Ticket added (#1)");
    ana.send("@k SENDTICKET", "a", "c");
    assertThat(ReplyGrammar.outcome(ana.reply().get(2))).isEqualTo("conflict");
    assertThat(ana.status("LIST")).isEqualTo("[OK] 1 ticket");
  }

  @Test
  void shouldDoNothingWhenTheConnectionEndsBeforeTheSecondLine() {
    for (String begun :
        List.of(
            "SENDTICKET\n",
            "SENDTICKET\na title",
            "SENDTICKET\na title\n",
            "SENDTICKET\na title\na description without its end")) {
      LineClient ana = server.connect("Ana");
      ana.sendRaw(begun.getBytes(StandardCharsets.UTF_8)).finish();
      assertThat(ana.rest()).isSubsetOf("Title:", "Description:");
    }
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 0 tickets");
  }

  @Test
  void shouldFileWhenTheConnectionEndsBehindTheSecondLine() {
    LineClient ana = server.connect("Ana");
    ana.send("SENDTICKET", "a", "b").finish();
    assertThat(ana.rest()).containsExactly("Title:", "Description:", "[OK] Ticket added (#1)");
    assertThat(server.connect().status("LIST")).isEqualTo("[OK] 1 ticket");
  }

  @Test
  void shouldLetNoEventIntoTheDialogue() {
    LineClient watcher = server.connect("Ana");
    watcher.watch("WATCH");
    assertThat(watcher.send("SENDTICKET").line()).contains("Title:");
    LineClient bob = server.connect("Bob");
    bob.status("SENDTICKET {\"title\":\"b\"}");
    // Two round trips behind the change: its event was on its way, had it been let through.
    bob.watch("WATCH since:0");
    assertThat(bob.event()).startsWith("! 1 #1 [Bob] filed");
    assertThat(watcher.send("t").line()).contains("Description:");
    assertThat(watcher.send("d").line()).contains("[OK] Ticket added (#2)");
    assertThat(watcher.event()).startsWith("! 1 #1 [Bob] filed");
    assertThat(watcher.event()).startsWith("! 2 #2 [Ana] filed");
  }
}
