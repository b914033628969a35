package ticketd.client.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import ticketd.client.ScriptedServer;
import ticketd.client.link.Connection;
import ticketd.client.link.ExitStatus;
import ticketd.client.link.ServerAddress;
import ticketd.client.screen.Output;
import ticketd.client.screen.Texts;
import ticketd.testing.ClosedDesk;
import ticketd.testing.Hosts;
import ticketd.testing.TestServer;
import ticketd.wire.Language;

@Timeout(120)
class PipedClientTest {
  @TempDir Path folder;

  private record Ran(int status, List<String> output, List<String> errors) {}

  private static Ran run(ServerAddress address, Optional<Language> asked, InputStream input)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (Connection connection = Connection.open(address)) {
      int status =
          new PipedClient(
                  connection, input, new Output(out), new Output(err), Texts.in(Language.EN))
              .run(new InteractiveClient.Wishes(asked, Optional.empty(), "", false));
      return new Ran(status, lines(out), lines(err));
    }
  }

  private static Ran run(ServerAddress address, String input) throws Exception {
    return run(
        address,
        Optional.empty(),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<String> lines(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static ServerAddress address(TestServer server) {
    return new ServerAddress("127.0.0.1", server.address().getPort());
  }

  private static String today() {
    return LocalDate.now(ZoneId.of("Europe/Paris"))
        .format(DateTimeFormatter.ofPattern("dd/MM/yyyy"));
  }

  @Test
  void shouldTakeTheLinesOfADialogueAboutAccountsForWhatTheyAre() throws Exception {
    ClosedDesk desk = ClosedDesk.in(folder);
    try (TestServer server = TestServer.start(folder)) {
      Ran ran =
          run(
              address(server),
              "LANG en\nAUTH\nJules\n"
                  + ClosedDesk.PASSWORD
                  + "\nUSER PASSWD Zoé\nQUIT and more letters\nPING\nQUIT\n");
      assertThat(ran.status()).isZero();
      assertThat(ran.output())
          .containsExactly(
              "[OK] English",
              "[OK] Hello Jules (admin)",
              "[ERR] not-found: there is no such account",
              "[OK] PONG",
              "Bye...");
      Ran cut = run(address(server), "AUTH " + desk.token("Jules") + "\nPASSWD\nold\n");
      assertThat(cut.errors().toString()).contains("dialogue of PASSWD");
      assertThat(cut.output()).hasSize(2);
    }
  }

  @Test
  void shouldSendNothingAboutAccountsInPlainToAnotherHost() throws Exception {
    for (String secret : List.of("AUTH tkd_x", "PASSWD\nold\nnew", "USER ADD {\"name\":\"a\"}")) {
      try (ScriptedServer host =
          ScriptedServer.start(Hosts.otherThanLoopback(), (connection, line) -> List.of("[OK]"))) {
        Ran ran = run(host.address(), "LIST\n" + secret + "\nSTATS\n");
        assertThat(ran.status()).isEqualTo(5);
        assertThat(ran.errors().toString()).contains("tls://");
        assertThat(host.requests()).containsExactly("LIST", "QUIT");
      }
    }
  }

  /** As a directory is, and a file on a disk with a fault. */
  @Test
  void shouldSayThatItsInputCannotBeReadAndCarryOutWhatCameBefore() throws Exception {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Is a directory");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return read();
          }
        };
    InputStream before = new ByteArrayInputStream("LANG en\nPING\nPI".getBytes(US_ASCII));
    try (TestServer server = TestServer.start(folder)) {
      Ran ran = run(address(server), Optional.empty(), new SequenceInputStream(before, failing));
      assertThat(ran.status()).isEqualTo(ExitStatus.FAILED);
      assertThat(ran.output()).containsExactly("[OK] English", "[OK] PONG", "Bye...");
      assertThat(ran.errors())
          .containsExactly("ticket: standard input cannot be read: Is a directory");
    }
  }

  @Test
  void shouldPrintTheOriginalsSession() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      String before = today();
      Ran ran =
          run(
              address(server),
              """
              IDENT Jules
              SENDTICKET
              Bug interface
              Le bouton "Envoyer" ne répond pas.
              LIST
              QUIT
              """);

      assertThat(ran.output())
          .containsExactly(
              "[OK] Bonjour Jules",
              "[OK] Ticket ajouté (#1)",
              ran.output().get(2),
              "Déconnexion...");
      assertThat(ran.output().get(2))
          .isIn("#1 [Jules] Bug interface - " + before, "#1 [Jules] Bug interface - " + today());
      assertThat(ran.errors()).isEmpty();
      assertThat(ran.status()).isEqualTo(ExitStatus.DONE);
    }
  }

  @Test
  void shouldQuitByItselfAtTheEndOfTheInput() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Ran ran = run(address(server), "IDENT Jules\r\n\n \nLIST\nLIST");

      assertThat(ran.output())
          .containsExactly(
              "[OK] Bonjour Jules", "[OK] 0 ticket", "[OK] 0 ticket", "Déconnexion...");
      assertThat(ran.status()).isEqualTo(ExitStatus.DONE);
    }
  }

  @Test
  void shouldPrintErrorsAndGoOn() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Ran ran = run(address(server), "NOPE\nSENDTICKET\nt\nd\nPING\nQUIT\n");

      assertThat(ran.output()).hasSize(4).contains("[OK] PONG");
      assertThat(ran.output().get(0)).startsWith("[ERR] unknown-command: ");
      assertThat(ran.output().get(1)).startsWith("[ERR] not-identified: ");
    }
  }

  @Test
  void shouldSayNothingOfTheLanguageItAsksFor() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Ran ran =
          run(
              address(server),
              Optional.of(Language.EN),
              new ByteArrayInputStream("IDENT Jules\n".getBytes(StandardCharsets.UTF_8)));

      assertThat(ran.output()).containsExactly("[OK] Hello Jules", "Bye...");
    }
  }

  @Test
  void shouldFileNothingWhenTheInputEndsInsideADialogue() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Ran ran = run(address(server), "IDENT Jules\nSENDTICKET\nonly a title\n");

      assertThat(ran.output()).containsExactly("[OK] Bonjour Jules", "Déconnexion...");
      assertThat(ran.errors()).singleElement().asString().contains("SENDTICKET");
      assertThat(server.connect().ask("LIST")).containsExactly("[OK] 0 ticket");
    }
  }

  @Test
  void shouldNotExecuteALineOfADialogue() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Ran ran = run(address(server), "IDENT J\nSENDTICKET\nQUIT\n\nSENDTICKET\n  \nLIST\nLIST\n");

      assertThat(ran.output()).hasSize(5);
      assertThat(ran.output().get(1)).isEqualTo("[OK] Ticket ajouté (#1)");
      assertThat(ran.output().get(2)).startsWith("[ERR] bad-request: ");
      assertThat(ran.output().get(3)).startsWith("#1 [J] QUIT - ");
    }
  }

  @Test
  void shouldPrintWhatAWatchReportsBetweenReplies() throws Exception {
    try (TestServer server = TestServer.start(folder)) {
      Ran ran =
          run(address(server), "IDENT J\nWATCH since:0\nSENDTICKET {\"title\":\"t\"}\nUNWATCH\n");

      assertThat(ran.output()).contains("[OK] Ticket ajouté (#1)");
      assertThat(ran.output()).filteredOn(line -> line.startsWith("! 1 #1 ")).hasSizeLessThan(2);
    }
  }

  @Test
  void shouldTakeInputOfAnyLengthWhoseRepliesAreLong() throws Exception {
    String row = "#1 [a] " + "x".repeat(200) + " - 01/01/2026";
    try (ScriptedServer server =
        ScriptedServer.start(
            (n, r) ->
                r.equals("QUIT")
                    ? List.of("[OK] Bye...", ScriptedServer.HANG_UP)
                    : List.of(row, row, row, row, "[OK] 4"))) {
      Ran ran = run(server.address(), "LIST\n".repeat(30_000));

      assertThat(ran.output()).hasSize(120_001).endsWith("Bye...");
    }
  }

  @Test
  void shouldAnswerARequestBeforeTheNextIsTyped() throws Exception {
    try (TestServer server = TestServer.start(folder);
        PipedOutputStream typed = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(typed);
        PipedOutputStream shown = new PipedOutputStream();
        PipedInputStream screen = new PipedInputStream(shown)) {
      Thread client =
          new Thread(
              () -> {
                try (Connection connection = Connection.open(address(server))) {
                  new PipedClient(
                          connection,
                          input,
                          new Output(shown),
                          new Output(new ByteArrayOutputStream()),
                          Texts.in(Language.EN))
                      .run(
                          new InteractiveClient.Wishes(
                              Optional.empty(), Optional.empty(), "", false));
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              });
      client.start();
      InputLines lines = new InputLines(screen);
      for (int i = 0; i < 3; i++) {
        typed.write("PING\n".getBytes(StandardCharsets.UTF_8));
        typed.flush();
        assertThat(lines.next().map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
            .contains("[OK] PONG");
      }
      typed.write("QUIT\n".getBytes(StandardCharsets.UTF_8));
      typed.flush();
      client.join();
    }
  }

  /** A device or a file that holds no lines would fill the memory first. */
  @Test
  void shouldEndAtALineThatNoServerTakes() throws Exception {
    InputStream endless =
        new InputStream() {
          private int read;

          @Override
          public int read() {
            read++;
            return read == 5 ? '\n' : read < 5 ? "PING".charAt(read - 1) : 'x';
          }

          @Override
          public int read(byte[] into, int from, int most) {
            for (int i = from; i < from + most; i++) {
              into[i] = (byte) read();
            }
            return most;
          }
        };
    try (TestServer server = TestServer.start(folder)) {
      Ran ran = run(address(server), Optional.empty(), endless);

      assertThat(ran.status()).isEqualTo(ExitStatus.USAGE);
      assertThat(ran.output()).containsExactly("[OK] PONG", "Déconnexion...");
      assertThat(ran.errors()).singleElement().asString().contains("16777216");
    }
  }

  @Test
  void shouldSayThatTheServerIsLost() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start((n, r) -> List.of("[ERR] shutting-down: m", ScriptedServer.HANG_UP))) {
      Ran ran = run(server.address(), "LIST\nLIST\n");

      assertThat(ran.output()).containsExactly("[ERR] shutting-down: m");
      assertThat(ran.errors()).containsExactly("ticket: the connection to the server is lost");
      assertThat(ran.status()).isEqualTo(ExitStatus.UNREACHABLE);
    }
  }

  @Test
  void shouldMakeVisibleWhatActsOnATerminal() throws Exception {
    try (ScriptedServer server =
        ScriptedServer.start((n, r) -> List.of("#1 [a] \u001b[2J\u202E", "[OK]"))) {
      assertThat(run(server.address(), "LIST\n").output().get(0))
          .isEqualTo("#1 [a] <U+001B>[2J<U+202E>");
    }
  }

  @Test
  void shouldEndAtTheFirstErrorWithItsStatusWhereThatIsAskedFor() throws Exception {
    try (TestServer server = TestServer.start(folder);
        Connection connection = Connection.open(address(server))) {
      String input = "IDENT Ana\nSENDTICKET\nt\nd\nCLOSE 1\nCLOSE 1\nREOPEN 1\nSENDTICKET\nu\n\n";
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      int status =
          new PipedClient(
                  connection,
                  new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                  new Output(out),
                  new Output(new ByteArrayOutputStream()),
                  Texts.in(Language.EN))
              .run(
                  new InteractiveClient.Wishes(
                      Optional.of(Language.EN), Optional.empty(), "", true));
      assertThat(status).isEqualTo(4);
      assertThat(lines(out)).hasSize(4);
      assertThat(lines(out).get(3)).startsWith("[ERR] conflict");
      assertThat(run(address(server), "LIST\n").output().get(0)).contains("closed:fixed");
    }
  }
}
