package ticketd.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ticketd.testing.TestServer;
import ticketd.testing.Waiting;

/** The session of the C original's README, byte for byte over a plain socket. */
class OriginalSessionTest {
  private static final String SPOKEN =
      """
      IDENT Jules
      SENDTICKET
      Bug interface
      Le bouton "Envoyer" ne répond pas.
      LIST
      QUIT
      """;

  @TempDir Path folder;

  @Test
  void shouldAnswerAsTheOriginalDid() throws IOException {
    try (TestServer server = TestServer.start(folder)) {
      assertThat(converse(server, SPOKEN)).isEqualTo(expectedInFrench());
    }
  }

  @Test
  void shouldTakeCarriageReturnsBeforeLineFeeds() throws IOException {
    try (TestServer server = TestServer.start(folder)) {
      assertThat(converse(server, SPOKEN.replace("\n", "\r\n"))).isEqualTo(expectedInFrench());
    }
  }

  @Test
  void shouldSpeakEnglishWhenToldTo() throws IOException {
    try (TestServer server =
        TestServer.start(TestServer.Setup.in(folder).speaking(Locale.ENGLISH))) {
      assertThat(converse(server, SPOKEN))
          .isEqualTo(
              """
              [OK] Hello Jules
              Title:
              Description:
              [OK] Ticket added (#1)
              #1 [Jules] Bug interface - %s
              [OK] 1 ticket
              [OK] Bye...
              """
                  .formatted(today("yyyy-MM-dd")));
    }
  }

  @Test
  void shouldAnswerEachLineBeforeTheNextIsTyped() throws IOException {
    try (TestServer server = TestServer.start(folder);
        Socket socket = new Socket()) {
      socket.connect(server.address());
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      List<String> lines = SPOKEN.lines().toList();
      List<String> replies = expectedInFrench().lines().toList();
      int reply = 0;
      for (String line : lines) {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        int expected = line.equals("LIST") ? 2 : 1;
        for (int i = 0; i < expected; i++) {
          assertThat(readLine(socket)).isEqualTo(replies.get(reply++));
        }
      }
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static String expectedInFrench() {
    return """
    [OK] Bonjour Jules
    Titre :
    Description :
    [OK] Ticket ajouté (#1)
    #1 [Jules] Bug interface - %s
    [OK] 1 ticket
    [OK] Déconnexion...
    """
        .formatted(today("dd/MM/yyyy"));
  }

  private static String today(String pattern) {
    return LocalDate.now(ZoneId.of("Europe/Paris"))
        .format(DateTimeFormatter.ofPattern(pattern, Locale.ROOT));
  }

  private static String converse(TestServer server, String spoken) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(server.address());
      socket.setSoTimeout((int) Waiting.PATIENCE.toMillis());
      socket.getOutputStream().write(spoken.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String readLine(Socket socket) throws IOException {
    byte[] bytes = new byte[1024];
    int length = 0;
    int next;
    while ((next = socket.getInputStream().read()) != '\n') {
      assertThat(next).as("a byte, not the end").isNotEqualTo(-1);
      bytes[length++] = (byte) next;
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
