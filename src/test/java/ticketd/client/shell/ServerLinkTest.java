package ticketd.client.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static ticketd.testing.Waiting.await;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import ticketd.client.ScriptedServer;
import ticketd.client.link.RequestLine;
import ticketd.wire.Language;

class ServerLinkTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();

  private final ServerLink.Listener listener =
      new ServerLink.Listener() {
        @Override
        public void onEvent(String line) {
          heard.add(line);
        }

        @Override
        public void onUnasked(String line) {
          heard.add(line);
        }

        @Override
        public void onLost() {
          heard.add("lost");
        }

        @Override
        public void onBack() {
          heard.add("back");
        }

        @Override
        public void onNotRestored(RequestLine request, String statusLine) {
          heard.add(statusLine);
        }
      };

  private ServerLink open(ScriptedServer server) throws IOException {
    return ServerLink.open(server.address(), new SessionState(Language.EN), listener);
  }

  private static List<Thread> linkThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("link"))
        .toList();
  }

  @Test
  void shouldNotTakeTheEndBehindTheLastAnswerForALoss() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                (connection, request) -> List.of("[OK] bye", ScriptedServer.HANG_UP));
        ServerLink link = open(server)) {
      Exchange quit = new Exchange(RequestLine.parse("QUIT"), List.of("QUIT"), line -> {});
      link.sendLast(quit);
      assertThat(quit.await()).isInstanceOf(Exchange.Answered.class);
      await().until(() -> linkThreads().isEmpty());
    }
    assertThat(heard).isEmpty();
  }

  /** Behind a revocation the same credential is shown once more, not for ever. */
  @Test
  void shouldForgetACredentialThatIsNotAcceptedAnyMore() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                (connection, request) ->
                    request.startsWith("AUTH")
                        ? List.of(connection == 0 ? "[OK] Hello" : "[ERR] auth-failed: no")
                        : connection < 2
                            ? List.of("[ERR] revoked: over", ScriptedServer.HANG_UP)
                            : List.of("[OK]"));
        ServerLink link = open(server)) {
      perform(link, "AUTH tkd_x");
      perform(link, "LIST 0");
      perform(link, "LIST 1");
      perform(link, "LIST 2");
      assertThat(server.requests())
          .containsExactly("AUTH tkd_x", "LIST 0", "AUTH tkd_x", "LIST 1", "LIST 2");
      assertThat(heard)
          .containsSubsequence("lost", "[ERR] auth-failed: no", "back", "lost", "back");
    }
  }

  /** A server that is full, or not at work yet, says so each time: nothing is lost by that. */
  @Test
  void shouldTryAgainWhereItIsNotTakenBackYet() throws Exception {
    try (ScriptedServer server =
            ScriptedServer.start(
                (connection, request) ->
                    request.equals("LIST 0")
                        ? List.of(ScriptedServer.HANG_UP)
                        : request.startsWith("AUTH") && (connection == 1 || connection == 2)
                            ? List.of("[ERR] unavailable: later")
                            : List.of("[OK]"));
        ServerLink link = open(server)) {
      perform(link, "AUTH tkd_x");
      Exchange cut = new Exchange(RequestLine.parse("LIST 0"), List.of("LIST 0"), line -> {});
      link.send(cut);
      assertThat(cut.await()).isInstanceOf(Exchange.Lost.class);
      perform(link, "LIST 1");

      assertThat(server.requests())
          .containsExactly(
              "AUTH tkd_x", "LIST 0", "AUTH tkd_x", "AUTH tkd_x", "AUTH tkd_x", "LIST 1");
      assertThat(heard).containsExactly("lost", "[ERR] unavailable: later", "back");
    }
  }

  /** Again where it was sent before the end of the connection was seen. */
  private static void perform(ServerLink link, String request) throws InterruptedException {
    Exchange exchange;
    do {
      exchange = new Exchange(RequestLine.parse(request), List.of(request), line -> {});
      link.send(exchange);
    } while (exchange.await() instanceof Exchange.Lost);
  }
}
